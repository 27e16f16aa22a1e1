import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCategories } from './categories.ts'
import { EventTypes, eventType } from './event-type.ts'
import { readImageUrl } from './image-url.ts'
import { readFlag, readNumber, readStock } from './number.ts'
import { readPrice } from './price.ts'
import { readId, readText } from './text.ts'
import { readTime } from './time.ts'

const NOW = Date.UTC(2026, 0, 1) / 1000

describe('a time', () => {
  it('is read back from seconds, milliseconds, microseconds and ISO 8601', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1974, 0, 1), max: NOW * 1000 }), (milliseconds) => {
        const iso = new Date(milliseconds).toISOString()
        const forms = [
          milliseconds / 1000,
          milliseconds,
          milliseconds * 1000,
          String(milliseconds),
          BigInt(milliseconds),
          iso,
        ]
        for (const form of [
          ...forms,
          iso.replace('T', ' ').replace('Z', ''),
          iso.replace('Z', '+00:00'),
          new Date(milliseconds),
        ]) {
          expect(readTime(form, NOW)).toBeCloseTo(milliseconds / 1000, 3)
        }
      }),
    )
  })

  it.each([
    ['2024-01-31', Date.UTC(2024, 0, 31)],
    ['2024-01-31T10:05:00+01:30', Date.UTC(2024, 0, 31, 8, 35)],
    ['2024-01-31 10:05:00 UTC', Date.UTC(2024, 0, 31, 10, 5)],
    ['2024-01-31T10:05', Date.UTC(2024, 0, 31, 10, 5)],
    ['8.8125e8', 881_250_000_000],
    [0, 0],
  ])('%s is what it says', (text, milliseconds) => expect(readTime(text, NOW)).toBe(milliseconds / 1000))

  it.each([
    ['2024-02-30', 'neither ISO 8601'],
    ['31.01.2024', 'neither ISO 8601'],
    ['01/02/2024', 'neither ISO 8601'],
    ['2024-01-31T25:00:00Z', 'neither ISO 8601'],
    [true, 'neither ISO 8601'],
    [-1, 'lies before 1970'],
    ['2026-01-01T00:06:00Z', 'lies in the future (2026-01-01T00:06:00.000Z)'],
    [4_000_000_000, 'lies in the future'],
  ])('%s is refused', (value, message) => expect(() => readTime(value, NOW)).toThrow(message))
})

describe('a price', () => {
  it.each<[unknown, string | undefined, number, string]>([
    ['12.99 EUR', undefined, 1299, 'EUR'],
    ['EUR 12.99', undefined, 1299, 'EUR'],
    ['12,99 €', undefined, 1299, 'EUR'],
    ['€1.299,00', undefined, 129_900, 'EUR'],
    ['$1,299.00', undefined, 129_900, 'USD'],
    ['$1,299', undefined, 129_900, 'USD'],
    ["CHF 1'299.50", undefined, 129_950, 'CHF'],
    ['1 299,50 zł', undefined, 129_950, 'PLN'],
    ['1.234.567', 'EUR', 123_456_700, 'EUR'],
    [12.5, 'eur', 1250, 'EUR'],
    [1.299, 'EUR', 130, 'EUR'],
    ['0', 'EUR', 0, 'EUR'],
    ['1500', 'JPY', 1500, 'JPY'],
    ['¥1,500', undefined, 1500, 'JPY'],
    ['1.5', 'KWD', 1500, 'KWD'],
    ['1.299', 'KWD', 1299, 'KWD'],
    ['19.989999', 'EUR', 1999, 'EUR'],
  ])('%s (%s) is %i %s', (value, currency, minor, code) => {
    expect(readPrice(value, currency)).toEqual({ minor, currency: code })
  })

  it.each<[unknown, string | undefined, string]>([
    ['12.99', undefined, 'has no currency; name it for all with --currency'],
    ['1.299 €', undefined, 'may mean 1299 or 1.299'],
    ['12.99 XQZ', undefined, '"XQZ" is not an ISO 4217 currency'],
    ['on request', 'EUR', 'is not an amount'],
    ['-5 EUR', undefined, 'is not an amount'],
    ['30000000.00 EUR', undefined, 'out of range'],
    ['10 - 20 EUR', undefined, 'is not an amount'],
  ])('%s (%s) is refused', (value, currency, message) => expect(() => readPrice(value, currency)).toThrow(message))

  it('is none where the cell is empty', () =>
    expect([readPrice('', 'EUR'), readPrice(null, undefined)]).toEqual([null, null]))
})

describe('categories', () => {
  it.each<[unknown, string[]]>([
    ['Home > Kitchen>Mugs', ['Home > Kitchen > Mugs']],
    ["Animation|Children's|Comedy", ['Animation', "Children's", 'Comedy']],
    [
      ['a', 'b > c', 'a'],
      ['a', 'b > c'],
    ],
    [
      [['Books', 'Novels'], ['Gifts']],
      ['Books > Novels', 'Gifts'],
    ],
    [{ lvl0: 'Books', lvl1: 'Books > Novels' }, ['Books > Novels']],
    ['["x", "y"]', ['x', 'y']],
    ['', []],
    [[], []],
  ])('%j are %j', (value, paths) => expect(readCategories(value)).toEqual(paths))

  it('may be the levels of one path', () =>
    expect(readCategories(['Books', 'Novels'], true)).toEqual(['Books > Novels']))
  it('are refused where they are too long', () =>
    expect(() => readCategories('x'.repeat(201))).toThrow('longer than 200'))
})

describe('the type of an event', () => {
  it.each([
    ['view', 'VIEW'],
    ['Product Viewed', 'VIEW'],
    ['detail-page-view', 'VIEW'],
    ['ADD_TO_CART', 'CART'],
    ['purchase-complete', 'PURCHASE'],
    ['conversion', 'PURCHASE'],
    ['star', 'LIKE'],
    ['', 'CLICK'],
    [undefined, 'CLICK'],
  ])('"%s" is %s', (word, type) => expect(new EventTypes().read(word, 'CLICK')).toBe(type))

  it('is what the caller says', () => {
    const types = new EventTypes({ Star: 'RATING', erworben: 'PURCHASE' }, 'LIKE')
    expect([types.read('star', 'VIEW'), types.read('Erworben', 'VIEW'), types.read('', 'VIEW')]).toEqual([
      'RATING',
      'PURCHASE',
      'LIKE',
    ])
  })

  it('is refused where it is unknown, with the way out', () => {
    expect(() => new EventTypes().read('frob', 'VIEW')).toThrow(
      '"frob" is no known kind of event; say what it is with --type frob=VIEW',
    )
    expect(eventType('purchase')).toBe('PURCHASE')
    expect(eventType('toString')).toBeUndefined()
  })
})

describe('an id', () => {
  it('is the caller’s string, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }), (text) => {
        fc.pre(text.trim() !== '' && !/\p{Cc}/u.test(text) && text.trim().length <= 200)
        expect(readId(text, 'item id')).toBe(text.trim())
      }),
    )
    expect([readId(7, 'item id'), readId(2n ** 60n, 'item id'), readId('007', 'item id')]).toEqual([
      '7',
      String(2n ** 60n),
      '007',
    ])
  })

  it.each([
    ['', 'the item id is empty'],
    [null, 'the item id is empty'],
    ['a\0b', 'holds a NUL character'],
    ['a\tb', 'holds a control character'],
    ['\ud800', 'half of a surrogate pair'],
    ['x'.repeat(201), 'longer than 200 characters'],
    [1.5, 'neither text nor a whole number'],
    [['a', 'b'], 'neither text nor a whole number'],
    [{}, 'neither text nor a whole number'],
  ])('%j is refused', (value, message) => expect(() => readId(value, 'item id')).toThrow(message))
})

describe('other cells', () => {
  it('are numbers, also with a decimal comma', () => {
    expect([readNumber('1,5', 'x'), readNumber(' 2 ', 'x'), readNumber('', 'x'), readNumber(3n, 'x')]).toEqual([
      1.5,
      2,
      null,
      3,
    ])
    for (const bad of ['1.2.3', 'NaN', NaN, true, '0x10'])
      expect(() => readNumber(bad, 'rating')).toThrow('is not a number')
  })

  it('are stock from 0', () => {
    expect([readStock('3'), readStock('3.0'), readStock('')]).toEqual([3, 3, null])
    for (const bad of ['-1', '1.5', '3000000000']) expect(() => readStock(bad)).toThrow('is not a whole number from 0')
  })

  it('are flags in usual words', () => {
    const flags = ['in stock', 'in_stock', 'https://schema.org/InStock', 'preorder', 'TRUE', 1].map((word) =>
      readFlag(word, 'x'),
    )
    expect(flags).toEqual(flags.map(() => true))
    const nots = ['out of stock', 'OutOfStock', 'no', '0', false, 'draft'].map((word) => readFlag(word, 'x'))
    expect(nots).toEqual(nots.map(() => false))
    expect(readFlag('', 'x')).toBeNull()
    expect(() => readFlag('perhaps', 'availability')).toThrow('the availability "perhaps" is neither yes nor no')
  })

  it('are photos by address, path or file name', () => {
    expect(readImageUrl('https://x.example/a.jpg')).toBe('https://x.example/a.jpg')
    expect(readImageUrl('/media/a.jpg')).toBe('/media/a.jpg')
    expect(readImageUrl('mugs/a.JPG')).toBe('/media/mugs/a.JPG')
    expect(readImageUrl(['https://x/1', 'https://x/2'])).toBe('https://x/1')
    expect(readImageUrl('https://x/1,https://x/2')).toBe('https://x/1')
    expect(readImageUrl([{ thumb: 'https://x/t', large: 'https://x/l', hi_res: null }])).toBe('https://x/l')
    for (const bad of ['javascript:alert(1)', '//evil/x.png', '../../etc/x.png', 'ftp://x/y', 'C:\\x.png']) {
      expect(() => readImageUrl(bad)).toThrow('neither http(s) nor a path')
    }
  })

  it('are texts without what Postgres cannot store', () => {
    expect(readText(['One.', '', 'Two.'], 'description', 99)).toBe('One.\nTwo.')
    expect(() => readText('a\0', 'title', 9)).toThrow('the title holds a NUL character')
    expect(() => readText('x'.repeat(10), 'title', 9)).toThrow('the title is longer than 9 characters')
  })
})
