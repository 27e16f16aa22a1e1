import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFeatureRow, unitRows, writeHalfRow } from './features.ts'
import { halfTable, toHalves } from './float16.ts'

/** There and back. */
function throughHalves(row: Float32Array): Float32Array {
  const values = new Uint16Array(row.length + 2)
  const scale = Float32Array.of(writeHalfRow(row, values, 1))
  expect([values[0], values[row.length + 1]]).toEqual([0, 0])
  const out = new Float32Array(row.length)
  readFeatureRow({ values: values.subarray(1), dimension: row.length, scale }, 0, out)
  return out
}

describe('rows of half precision', () => {
  it('give single precision back to eleven binary digits, whatever its unit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: -90, max: 100 }),
        (numbers, unit) => {
          const row = Float32Array.from(numbers, (x) => x * 2 ** unit)
          const largest = row.reduce((max, x) => Math.max(max, Math.abs(x)), 0)
          throughHalves(row).forEach((x, d) => {
            expect(Math.abs(x - row[d]!)).toBeLessThanOrEqual(
              Math.max(Math.abs(row[d]!) * 2 ** -11, largest * 2 ** -38),
            )
          })
        },
      ),
    )
  })

  it('keep what was half precision already', () => {
    const halves = halfTable().filter((_, bits) => (bits & 0x7c00) !== 0x7c00 && (bits & 0x7fff) < 0x7800)
    for (let start = 0; start < halves.length; start += 500) {
      const row = halves.subarray(start, start + 500)
      expect(throughHalves(row)).toEqual(row)
    }
  })

  it('take zeros, the smallest and the largest numbers', () => {
    expect([...throughHalves(Float32Array.of(0, 0))]).toEqual([0, 0])
    expect(throughHalves(Float32Array.of(3e38))[0]! / 3e38).toBeCloseTo(1, 3)
    expect(throughHalves(Float32Array.of(2 ** -126, 2 ** -140))[1]).toBe(2 ** -140)
  })

  it('are read from single precision too', () => {
    const out = new Float32Array(2)
    readFeatureRow({ values: Float32Array.of(1, 2, 3, 4), dimension: 2 }, 1, out)
    expect([...out]).toEqual([3, 4])
    readFeatureRow({ values: Float32Array.of(1, 2, 3, 4), dimension: 2, scale: Float32Array.of(9, 0.5) }, 1, out)
    expect([...out]).toEqual([1.5, 2])
  })
})

const values = Float32Array.of(3, 4, 0, 0, -5, 12, 7, 7)
const close = (actual: Float32Array, expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, n) => expect(actual[n]).toBeCloseTo(value, 6))
}

describe('unitRows', () => {
  it('divides every row by its length, and leaves zeros and missing rows at zero', () => {
    const rows = unitRows({ dimension: 2, values, present: Uint8Array.of(1, 1, 1, 0) })
    close(rows, [0.6, 0.8, 0, 0, -5 / 13, 12 / 13, 0, 0])
  })

  it('gives the rows asked for, in their order, also more than once', () => {
    close(unitRows({ dimension: 2, values }, [2, 0, 2]), [-5 / 13, 12 / 13, 0.6, 0.8, -5 / 13, 12 / 13])
  })

  it('takes halves with a factor of any size', () => {
    const halves = new Uint16Array(4)
    toHalves(Float32Array.of(3, 4, -5, 12), 1, halves, 0)
    close(unitRows({ dimension: 2, values: halves, scale: Float32Array.of(2 ** -60, 2 ** 20) }), [
      0.6,
      0.8,
      -5 / 13,
      12 / 13,
    ])
  })

  it('leaves the features as they are', () => {
    const before = values.slice()
    unitRows({ dimension: 2, values })
    expect(values).toEqual(before)
  })
})
