import { describe, expect, it } from 'vitest'
import { itemFieldsError, type ItemFields } from './item-fields.ts'

const errorIn = (row: Partial<ItemFields>, isNew = true) =>
  itemFieldsError({ externalId: 'sku-1', title: 'Lamp', ...row }, 4, isNew)

describe('an item as a caller gives it', () => {
  it.each<Partial<ItemFields>>([
    {},
    { priceMinor: 1250, currency: 'EUR' },
    { priceMinor: 0, currency: 'EUR' },
    { priceMinor: null, currency: null, stock: 0, isAvailable: false },
    { imageUrl: '/media/lamp.webp' },
    { imageUrl: 'https://shop.example/lamp.webp' },
    { attributes: { colour: 'red', facets: ['a'] } },
  ])('is accepted: %j', (row) => expect(errorIn(row)).toBeNull())

  it.each<[Partial<ItemFields>, string, string]>([
    [{ externalId: '' }, 'externalId', 'The external id is empty.'],
    [{ externalId: 'a\u0000b' }, 'externalId', 'The external id contains a NUL character.'],
    [{ title: undefined }, 'title', 'The item "sku-1" is new and needs a title.'],
    [{ title: 'x'.repeat(501) }, 'title', 'It is longer than 500 characters.'],
    [{ description: 'a\u0000' }, 'description', 'It contains a NUL character.'],
    [{ priceMinor: 100 }, 'currency', 'A price needs both priceMinor and currency.'],
    [{ currency: 'EUR' }, 'priceMinor', 'A price needs both priceMinor and currency.'],
    [{ priceMinor: -1, currency: 'EUR' }, 'priceMinor', 'A price cannot be negative.'],
    [{ priceMinor: 1, currency: 'EURO' }, 'currency', '"EURO" is not an ISO 4217 code.'],
    [{ stock: -1 }, 'stock', 'Stock cannot be negative.'],
    [{ externalId: 'a\tb' }, 'externalId', 'The external id contains a control character.'],
    [{ attributes: { a: [{ '\ud800': 1 }] } }, 'attributes', 'A value in it contains half of a surrogate pair.'],
    [
      { attributes: JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`) as object },
      'attributes',
      'A value in it is nested deeper than 40 levels.',
    ],
    [{ attributes: ['a'] }, 'attributes', 'Attributes must be an object.'],
    [{ attributes: { a: '\u0000' } }, 'attributes', 'A value in it contains a NUL character.'],
    [{ imageUrl: 'javascript:alert(1)' }, 'imageUrl', 'It must be an http(s) URL or a path that begins with one "/".'],
    [{ imageUrl: '//evil.example/x.png' }, 'imageUrl', 'It must be an http(s) URL or a path that begins with one "/".'],
  ])('is an error, %#', (row, field, message) => {
    expect(errorIn(row)).toEqual({ code: 'INVALID_INPUT', message, field: ['items', '4', field] })
  })

  it('needs a title only where it is new', () => {
    expect(errorIn({ title: undefined }, false)).toBeNull()
    expect(errorIn({ title: null }, false)?.message).toBe('A title cannot be empty.')
  })
})
