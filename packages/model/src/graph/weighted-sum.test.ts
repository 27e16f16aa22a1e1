import { describe, expect, it } from 'vitest'
import { csrFromCoordinates } from '../compute/index.ts'
import { normalizeByDegrees } from './normalize.ts'
import { weightedSum } from './weighted-sum.ts'

const a = csrFromCoordinates(2, 3, [0, 1, 1], [0, 1, 2], [1, 3, 1])
const b = csrFromCoordinates(2, 3, [0, 1], [2, 1], [4, 8])

describe('weightedSum', () => {
  it('adds graphs up edge by edge', () => {
    const { offsets, indices, values } = weightedSum([a, b], [1, 0.5])
    expect([[...offsets], [...indices], [...values]]).toEqual([
      [0, 2, 4],
      [0, 2, 1, 2],
      [1, 2, 7, 1],
    ])
  })
})

describe('normalizeByDegrees', () => {
  it('divides by the roots of row and column sums', () => {
    const { values } = normalizeByDegrees(a)
    ;[1, 3 / Math.sqrt(4 * 3), 1 / Math.sqrt(4 * 1)].forEach((value, n) => expect(values[n]).toBeCloseTo(value, 6))
  })
})
