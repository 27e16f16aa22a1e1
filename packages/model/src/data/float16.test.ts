import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeHalf, encodeHalf, halfTable } from './float16.ts'

describe('half precision', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x03ff, 1023 * 2 ** -24],
    [0x0001, 2 ** -24],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
  ])('%i is %d both ways', (bits, value) => {
    expect(decodeHalf(bits)).toBe(value)
    expect(encodeHalf(value)).toBe(bits)
  })

  it('codes every number back to its own bits', () => {
    for (let bits = 0; bits < 1 << 16; bits++) {
      const value = decodeHalf(bits)
      if (Number.isNaN(value)) continue
      if (encodeHalf(value) !== bits) throw new Error(`${bits} became ${encodeHalf(value)}`)
    }
    expect(decodeHalf(encodeHalf(NaN))).toBeNaN()
    expect(halfTable()[0x3555]).toBe(decodeHalf(0x3555))
  })

  it('goes to the nearest number, ties to even', () => {
    expect(encodeHalf(1 + 2 ** -11)).toBe(0x3c00) // half way between 1 and the next: even wins
    expect(encodeHalf(1 + 3 * 2 ** -11)).toBe(0x3c02)
    expect(encodeHalf(65519.9)).toBe(0x7bff)
    expect(encodeHalf(65520)).toBe(0x7c00)
    fc.assert(
      fc.property(fc.double({ min: -65519, max: 65519, noNaN: true }), (value) => {
        const bits = encodeHalf(value)
        const error = Math.abs(decodeHalf(bits) - value)
        for (const near of [bits - 1, bits + 1]) {
          if ((near & 0x7c00) === 0x7c00 || near < 0) continue
          expect(Math.abs(decodeHalf(near) - value)).toBeGreaterThanOrEqual(error)
        }
      }),
      { numRuns: 500 },
    )
  })
})
