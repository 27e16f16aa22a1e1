import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detailsOf, photographerOf, stockText } from './item-facts.tsx'

describe('photographerOf', () => {
  it('reads the name out of the file name', () => {
    expect(photographerOf('/media/abel-y-costa-716024-unsplash.webp')).toBe('Abel Y Costa')
    expect(photographerOf('/media/neonbrand-428982-unsplash.webp')).toBe('Neonbrand')
  })

  it('is null for other file names', () => {
    for (const url of [null, undefined, '', '/media/unsplash.webp', 'https://example.org/photo.jpg'])
      expect(photographerOf(url)).toBeNull()
  })
})

describe('detailsOf', () => {
  it('lists facets with one value or several', () => {
    const { facets } = detailsOf({ facets: { category: ['Electronics', 'Photo'], brand: 'Kodak', empty: [], odd: 3 } })
    expect(facets).toEqual([
      { name: 'category', values: ['Electronics', 'Photo'] },
      { name: 'brand', values: ['Kodak'] },
    ])
  })

  it('names variants by their options, and skips those without', () => {
    const variants = [{ sku: 'a', options: ['13 inch', '8GB'] }, { sku: 'b', options: [] }, 'odd']
    expect(detailsOf({ variants }).variants).toEqual(['13 inch, 8GB'])
  })

  it('prefers a photographer that the catalog names', () => {
    expect(
      detailsOf({ photographer: 'Imogen Cunningham' }, '/media/abel-y-costa-716024-unsplash.webp').photographer,
    ).toBe('Imogen Cunningham')
  })

  it('accepts any attributes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (attributes) => {
        const { facets, variants } = detailsOf(attributes)
        expect([...facets.flatMap(({ values }) => values), ...variants].every((text) => typeof text === 'string')).toBe(
          true,
        )
      }),
    )
  })
})

describe('stockText', () => {
  it.each([
    [{ stock: 400, isAvailable: true }, '400 in stock'],
    [{ stock: 5, isAvailable: true }, 'Only 5 left'],
    [{ stock: 0, isAvailable: true }, 'Sold out'],
    [{ stock: null, isAvailable: true }, 'Available'],
    [{ stock: 400, isAvailable: false }, 'Not for sale at the moment'],
  ])('%j reads "%s"', (item, text) => {
    expect(stockText(item)).toBe(text)
  })
})
