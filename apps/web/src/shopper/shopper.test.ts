import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchShoppers, oneOfEachTaste } from './directory.ts'
import { describeShopper, itemLink, type Shopper, shopLink, shopperNote, shopperOf } from './shopper.ts'

const ada = shopperOf({
  externalId: 'shopper-0001',
  displayName: 'Ada Müller',
  attributes: { simulated: true, taste: 'picture' },
})
const bo = shopperOf({
  externalId: 'shopper-0002',
  displayName: 'Bo Adams',
  attributes: { simulated: true, taste: 'words' },
})
const stranger = shopperOf({ externalId: '4711', displayName: null, attributes: {} })
const everybody = [bo, stranger, ada]

describe('shopperOf', () => {
  it('reads a user of the demo generator', () => {
    expect(ada).toEqual({ externalId: 'shopper-0001', name: 'Ada Müller', isSimulated: true, taste: 'picture' })
  })

  it('uses the id when there is no name', () => {
    expect(stranger).toEqual({ externalId: '4711', name: '4711', isSimulated: false, taste: null })
  })

  it('accepts any attributes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (attributes) => {
        expect(shopperOf({ externalId: 'x', attributes }).externalId).toBe('x')
      }),
    )
  })
})

describe('describeShopper and shopperNote', () => {
  it('mark a simulated shopper', () => {
    expect(describeShopper(ada)).toBe('A simulated shopper whose taste follows the picture.')
    expect(shopperNote(ada)).toBe('simulated, follows the picture')
  })

  it('do not mark other shoppers', () => {
    expect(describeShopper(stranger)).not.toContain('simulated')
    expect(shopperNote(stranger)).toBe('')
  })
})

describe('matchShoppers', () => {
  it('ignores accents and case, and puts names that start with the query first', () => {
    expect(matchShoppers(everybody, 'muller', 5)).toEqual([ada])
    expect(matchShoppers(everybody, 'ADA', 5)).toEqual([ada, bo])
  })

  it('finds by id and by taste, and needs every word', () => {
    expect(matchShoppers(everybody, '4711', 5)).toEqual([stranger])
    expect(matchShoppers(everybody, 'ad words', 5)).toEqual([bo])
    expect(matchShoppers(everybody, 'ad sound', 5)).toEqual([])
  })

  it('returns the first shoppers for an empty query, never more than the limit', () => {
    expect(matchShoppers(everybody, '  ', 2)).toEqual([bo, stranger])
    fc.assert(
      fc.property(fc.string(), fc.nat(4), (query, limit) => {
        expect(matchShoppers(everybody, query, limit).length).toBeLessThanOrEqual(limit)
      }),
    )
  })
})

describe('oneOfEachTaste', () => {
  it('takes the first shopper of each taste that exists', () => {
    const second: Shopper = { ...ada, externalId: 'shopper-0005' }
    expect(oneOfEachTaste([stranger, bo, ada, second])).toEqual([
      { taste: 'picture', shopper: ada },
      { taste: 'words', shopper: bo },
    ])
  })
})

describe('shopLink', () => {
  it('carries the shopper, or nothing', () => {
    expect(shopLink('/', 'shopper-0001')).toBe('/?shopper=shopper-0001')
    expect(shopLink('/')).toBe('/')
    expect(shopLink('/', null)).toBe('/')
  })
})

describe('itemLink', () => {
  it('encodes any item id and any shopper id', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/^\.{1,2}$/.test(text))
    fc.assert(
      fc.property(id, id, (item, shopper) => {
        const url = new URL(itemLink(item, shopper), 'http://shop.example')
        expect(decodeURIComponent(url.pathname.slice('/items/'.length))).toBe(item)
        expect(url.searchParams.get('shopper')).toBe(shopper)
      }),
    )
  })
})
