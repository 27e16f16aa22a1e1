import { describe, expect, it } from 'vitest'
import { Random } from '../nn/index.ts'
import { drawComparisons, logLoss, marginsOf, temperature } from './comparisons.ts'

describe('temperature', () => {
  it('finds the factor that makes margins log odds', () => {
    // of margins +-2, a share sigmoid(1) is right: half a nat for each unit
    const right = Math.round(1000 / (1 + Math.exp(-1)))
    const margins = Array.from({ length: 1000 }, (_, n) => (n < right ? 2 : -2))
    expect(temperature(margins)).toBeCloseTo(0.5, 2)
  })

  it('is 0 for what predicts nothing and bounded for what is always right', () => {
    expect(temperature([1, -1, -1])).toBe(0)
    expect(temperature([])).toBe(0)
    expect(temperature([0, 0])).toBe(0)
    expect(temperature([1, 2])).toBe(100)
  })
})

describe('logLoss', () => {
  it('does not depend on the scale, and is ln 2 for margins without information', () => {
    expect(logLoss([3, 3, -3])).toBeCloseTo(logLoss([1, 1, -1]), 6)
    expect(logLoss([1, 1, -1])).toBeCloseTo(-(2 * Math.log(2 / 3) + Math.log(1 / 3)) / 3, 6) // odds of 2 to 1
    expect(logLoss([1, -1, -1])).toBeCloseTo(Math.LN2, 9)
  })
})

describe('drawComparisons', () => {
  it('sets every held-out pair beside an item the user has nothing to do with', () => {
    const train = { indptr: Int32Array.of(0, 2, 2), indices: Int32Array.of(0, 1) }
    const heldOut = { indptr: Int32Array.of(0, 1, 3), indices: Int32Array.of(2, 0, 3) }
    const drawn = Array.from({ length: 50 }, (_, seed) => drawComparisons(5, train, heldOut, new Random(seed))).flat()
    expect(new Set(drawn.map(({ user, positive }) => `${user} ${positive}`))).toEqual(new Set(['0 2', '1 0', '1 3']))
    expect(new Set(drawn.flatMap(({ user, negative }) => (user === 0 ? [negative] : [])))).toEqual(new Set([3, 4]))
    const block = {
      dimension: 2,
      user: Float32Array.of(1, 2, 0, 1),
      item: Float32Array.from({ length: 10 }, (_, n) => n),
    }
    expect([...marginsOf(block, [{ user: 0, positive: 2, negative: 0 }])]).toEqual([1 * 4 + 2 * 4])
  })
})
