import { describe, expect, it } from 'vitest'
import { externalIdError, rowReference } from './external-id.ts'
import { encodeId } from './global-id.ts'
import { jsonError, shorten, textError } from './text.ts'

const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) })

describe('a text', () => {
  it.each(['', 'a', 'naïve', '😀', 'a\nb'])('can be stored: %j', (text) => expect(textError(text)).toBeNull())
  it.each([
    ['a\0', 'contains a NUL character'],
    ['\ud800', 'contains half of a surrogate pair'],
    ['a\udc00b', 'contains half of a surrogate pair'],
  ])('cannot be stored: %j', (text, error) => expect(textError(text)).toBe(error))

  it('is quoted in full up to 60 characters', () => {
    expect(shorten('x'.repeat(60))).toBe('x'.repeat(60))
    expect(shorten('x'.repeat(61))).toBe(`${'x'.repeat(57)}...`)
  })
})

describe('a JSON value', () => {
  it('may be 40 levels deep', () => {
    expect(jsonError(nested(39))).toBeNull()
    expect(jsonError(nested(40))).toBe('is nested deeper than 40 levels')
  })

  it.each([{ a: '\0' }, { '\0': 1 }, { a: [{ b: '\0' }] }, ['\0']])('may not contain a NUL character: %j', (value) =>
    expect(jsonError(value)).toBe('contains a NUL character'),
  )

  it.each([null, 1, true, {}, [], { a: null, b: [1, 'x'] }])('is accepted: %j', (value) =>
    expect(jsonError(value)).toBeNull(),
  )
})

describe('an external id', () => {
  it.each(['a', 'x'.repeat(200), 'sku 1/ü'])('is accepted: %s', (id) => expect(externalIdError(id)).toBeNull())
  it.each([
    ['', 'is empty'],
    ['x'.repeat(201), `is longer than 200 characters ("${'x'.repeat(57)}...")`],
    ['a\tb', 'contains a control character'],
    ['a\u007f', 'contains a control character'],
    ['\0', 'contains a NUL character'],
  ])('is an error: %j', (id, error) => expect(externalIdError(id)).toBe(error))
})

describe('a reference to a row', () => {
  it('is a global id or an external id', () => {
    expect(rowReference('Item', encodeId('Item', 3), null)).toEqual({ id: 3 })
    expect(rowReference('Item', undefined, 'sku')).toEqual({ externalId: 'sku' })
  })

  it.each([
    [null, undefined, 'Give exactly one of "id" and "externalId"; none was given.'],
    [encodeId('Item', 3), 'sku', 'Give exactly one of "id" and "externalId"; both were given.'],
    ['', undefined, '"" is not an id of this API.'],
    [null, '', '"externalId" is empty.'],
  ])('is an error: %j and %j', (id, externalId, message) =>
    expect(() => rowReference('Item', id, externalId)).toThrow(message),
  )
})
