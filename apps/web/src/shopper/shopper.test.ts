import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneOfEachTaste } from './directory.ts'
import { searchShoppers } from './search.ts'
import { describeShopper, noteOn, type Shopper, shopperOf } from './shopper.ts'

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
  it('reads what the generator wrote', () => {
    expect(ada).toEqual({ externalId: 'shopper-0001', name: 'Ada Müller', isSimulated: true, taste: 'picture' })
  })

  it('falls back to the id for a name and invents nothing', () => {
    expect(stranger).toEqual({ externalId: '4711', name: '4711', isSimulated: false, taste: null })
  })

  it('takes any attributes without complaint', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (attributes) => {
        expect(shopperOf({ externalId: 'x', attributes }).externalId).toBe('x')
      }),
    )
  })
})

describe('describeShopper and noteOn', () => {
  it('say that a simulated shopper is simulated', () => {
    expect(describeShopper(ada)).toBe('A simulated shopper whose taste follows the picture.')
    expect(noteOn(ada)).toBe('simulated, follows the picture')
  })

  it('do not claim it of anybody else', () => {
    expect(describeShopper(stranger)).not.toContain('simulated')
    expect(noteOn(stranger)).toBe('')
  })
})

describe('searchShoppers', () => {
  it('ignores accents and case, and puts names that start with the query first', () => {
    expect(searchShoppers(everybody, 'muller', 5)).toEqual([ada])
    expect(searchShoppers(everybody, 'ADA', 5)).toEqual([ada, bo])
  })

  it('finds by id and by taste, and wants every word', () => {
    expect(searchShoppers(everybody, '4711', 5)).toEqual([stranger])
    expect(searchShoppers(everybody, 'ad words', 5)).toEqual([bo])
    expect(searchShoppers(everybody, 'ad sound', 5)).toEqual([])
  })

  it('shows the first ones while nothing is asked, never more than the limit', () => {
    expect(searchShoppers(everybody, '  ', 2)).toEqual([bo, stranger])
    fc.assert(
      fc.property(fc.string(), fc.nat(4), (query, limit) => {
        expect(searchShoppers(everybody, query, limit).length).toBeLessThanOrEqual(limit)
      }),
    )
  })
})

describe('oneOfEachTaste', () => {
  it('takes the first of each taste and leaves out tastes nobody has', () => {
    const second: Shopper = { ...ada, externalId: 'shopper-0005' }
    expect(oneOfEachTaste([stranger, bo, ada, second])).toEqual([
      { taste: 'picture', shopper: ada },
      { taste: 'words', shopper: bo },
    ])
  })
})
