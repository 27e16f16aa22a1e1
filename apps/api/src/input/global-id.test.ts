import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeId, encodeId, globalIdError, parseKey, parseNodeId, parseUuid } from './global-id.ts'

const RUN = '0b6f2f0e-3a52-4d6f-9f0a-0a7a4b7ad001'

describe('global ids', () => {
  it('decode to what they were encoded from', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z]{1,20}$/), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (type, key) => {
        expect(decodeId(encodeId(type, key))).toEqual({ type, key: String(key) })
      }),
    )
  })

  it('are valid only byte for byte as they were encoded', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const parsed = decodeId(text)
        if (parsed) expect(encodeId(parsed.type, parsed.key)).toBe(text)
      }),
    )
    expect(decodeId(`${encodeId('Item', 7)}=`)).toBeNull()
    expect(decodeId('x'.repeat(100_000))).toBeNull()
  })

  it('of another type are an error that names both types', () => {
    expect(globalIdError('Item', encodeId('User', 3))).toBe(
      'This is the id of a User, where the id of an Item is needed.',
    )
    expect(globalIdError('User', encodeId('Item', 3))).toBe(
      'This is the id of an Item, where the id of a User is needed.',
    )
    expect(globalIdError('Item', 'nonsense')).toBe('"nonsense" is not an id of this API.')
    expect(globalIdError('Item', encodeId('Item', 3))).toBeNull()
  })

  it.each(['0', '-1', '1.5', '1e3', '2147483648', '99999999999', '1;drop table items', ' 1', '٣'])(
    'with the key %j are no ids of rows',
    (key) => {
      expect(() => parseKey('Item', encodeId('Item', key))).toThrow('is not an id of this API.')
      expect(globalIdError('Item', encodeId('Item', key))).toContain('is not an id of this API.')
    },
  )

  it('have keys up to the largest integer of the database', () => {
    expect(parseKey('Item', encodeId('Item', 1))).toBe(1)
    expect(parseKey('Item', encodeId('Item', 2_147_483_647))).toBe(2_147_483_647)
  })

  it('have at most 200 characters', () => {
    const [fits, tooLong] = [encodeId('Item', 'x'.repeat(145)), encodeId('Item', 'x'.repeat(146))]
    expect([fits.length, tooLong.length]).toEqual([200, 202])
    expect(decodeId(fits)).toEqual({ type: 'Item', key: 'x'.repeat(145) })
    expect(decodeId(tooLong)).toBeNull()
  })

  it('of training runs hold a UUID', () => {
    expect(parseUuid('TrainingRun', encodeId('TrainingRun', RUN))).toBe(RUN)
    expect(() => parseUuid('TrainingRun', encodeId('TrainingRun', '12'))).toThrow('is not an id of this API.')
  })

  it('name the type to fetch', () => {
    expect(parseNodeId(encodeId('Item', 12))).toEqual({ typename: 'Item', id: '12' })
    expect(() => parseNodeId(encodeId('ApiKey', 1))).toThrow('is not an id of this API.')
  })
})
