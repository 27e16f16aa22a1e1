import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCursor, encodeCursor, readCursor } from './cursor.ts'

const LISTS = ['items', 'users', 'modelVersions', 'trainingRuns', 'interactions', 'recommendations'] as const

describe('cursors', () => {
  it('decode to the keys they were encoded from', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 2 ** 31 - 1 }), (uuid, rank) => {
        expect(readCursor('recommendations', encodeCursor('recommendations', uuid, rank))).toEqual([uuid, String(rank)])
      }),
    )
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0) }), fc.bigInt(0n, 2n ** 63n - 1n), (date, id) => {
        const keys = [date.getTime(), id] as const
        expect(readCursor('interactions', encodeCursor('interactions', ...keys))).toEqual(keys.map(String))
      }),
    )
  })

  it('are valid only byte for byte as they were encoded', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LISTS), fc.string({ maxLength: 100 }), (list, text) => {
        const keys = readCursor(list, text)
        if (keys) expect(encodeCursor(list, ...keys)).toBe(text)
      }),
    )
  })

  it('decode only to keys of the right format, for any content', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LISTS),
        fc.array(fc.string({ maxLength: 20 }), { maxLength: 3 }),
        (list, parts) => {
          const keys = readCursor(list, encodeCursor(list, ...parts))
          for (const key of keys ?? []) expect(key).toMatch(/^-?\d+$|^[0-9a-f-]{36}$/)
        },
      ),
    )
  })

  it('of one list are not valid for another', () => {
    expect(() => decodeCursor('users', encodeCursor('items', 3))).toThrow('is not a cursor of this list.')
    expect(decodeCursor('items', encodeCursor('items', 3))).toEqual(['3'])
  })

  it.each(['2147483648', '-1', '01', '1.0', '', '1 or 1=1'])('with the key %j are not valid', (key) => {
    expect(readCursor('items', encodeCursor('items', key))).toBeNull()
  })

  it('shows only the beginning of a long one', () => {
    expect(() => decodeCursor('items', 'x'.repeat(5000))).toThrow(
      `"${'x'.repeat(57)}..." is not a cursor of this list.`,
    )
  })
})
