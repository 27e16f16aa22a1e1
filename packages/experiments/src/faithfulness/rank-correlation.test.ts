import { describe, expect, it } from 'vitest'
import { rankCorrelation } from './rank-correlation.ts'

describe('rankCorrelation', () => {
  it('sees order alone', () => {
    expect(rankCorrelation([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12)
    expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12)
    // 1 - 6 (1 + 1) / (4 * 15), by hand
    expect(rankCorrelation([1, 2, 3, 4], [2, 1, 3, 4])).toBeCloseTo(0.8, 12)
  })

  it('gives ties the mean of their ranks', () => {
    // ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5)
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12)
    expect(rankCorrelation([1, 1], [1, 2])).toBeNaN()
    expect(() => rankCorrelation([1], [1, 2])).toThrow('cannot be paired')
  })
})
