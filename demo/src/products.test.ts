import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEMO_DIR, photographerOf, readProducts, toItem } from './products.ts'

describe('the demo shop', () => {
  it('has a photo, a category and a price for each of its products, and no photo too many', async () => {
    const products = await readProducts()
    expect(products).toHaveLength(54)
    expect(new Set(products.map(({ slug }) => slug)).size).toBe(54)
    for (const product of products) {
      expect(existsSync(join(DEMO_DIR, 'images', product.image))).toBe(true)
      const item = toItem(product)
      expect(item.category).toBeTruthy()
      expect(Number.isInteger(item.price_minor) && item.price_minor > 0).toBe(true)
    }
    expect((await readdir(join(DEMO_DIR, 'images'))).sort()).toEqual(products.map(({ image }) => image).sort())
  })

  it('keeps its licence and names every photographer', async () => {
    expect(existsSync(join(DEMO_DIR, 'LICENSE'))).toBe(true)
    for (const product of await readProducts())
      expect(toItem(product).attributes.photographer).toMatch(/^[A-Z][a-z]+( [A-Z][a-z]*)*$/)
  })
})

describe('toItem', () => {
  it('takes the price of the cheapest variant, the stock of all and the narrowest category', () => {
    const variants = [
      { sku: 'a', price: 18.99, stock: 3, options: ['red'] },
      { sku: 'b', price: 17.5, stock: 4, options: [] },
    ]
    const facets = { category: ['Home', 'Plants'], color: ['red'] }
    const item = toItem({ slug: 's', name: 'N', description: 'D', image: 'jo-ann-x1_-unsplash.webp', facets, variants })
    expect(item).toMatchObject({ external_id: 's', category: 'Plants', price_minor: 1750, currency: 'USD', stock: 7 })
    expect(item.attributes.variants).toEqual([
      { sku: 'a', priceMinor: 1899, stock: 3, options: ['red'] },
      { sku: 'b', priceMinor: 1750, stock: 4, options: [] },
    ])
  })
})

describe('photographerOf', () => {
  it('reads the name from the file', () => {
    expect(photographerOf('oscar-ivan-esquivel-arteaga-687447-unsplash.webp')).toBe('Oscar Ivan Esquivel Arteaga')
  })
})
