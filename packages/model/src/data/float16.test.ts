import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeHalf, encodeHalf, halfTable, toHalves } from './float16.ts'

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

  it('is reached from single precision by its bits as by arithmetic', () => {
    const out = new Uint16Array(3)
    const half = (value: number) => {
      toHalves(Float32Array.of(9, value, 9).subarray(1, 2), 1, out, 1)
      return out[1]
    }
    for (let bits = 0; bits < 0x7c00; bits++) {
      const [low, high] = [decodeHalf(bits), bits < 0x7bff ? decodeHalf(bits + 1) : 65519]
      const middle = Math.fround((low + high) / 2)
      for (const value of [
        low,
        -low,
        middle,
        Math.fround(middle - (high - low) / 2 ** 12),
        Math.fround(middle * (1 + 2 ** -23)),
      ]) {
        if (half(value) !== encodeHalf(value)) throw new Error(`${value} became ${half(value)}`)
      }
    }
    expect(half(2 ** -149)).toBe(0)
    toHalves(Float32Array.of(3), 2 ** 3, out, 0)
    expect(decodeHalf(out[0]!)).toBe(24)
    expect(out[2]).toBe(0)
  })
})
