import { describe, expect, it } from 'vitest'
import { toHalves } from './float16.ts'
import { unitRows } from './unit-rows.ts'

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
