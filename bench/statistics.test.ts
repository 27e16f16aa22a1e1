import { describe, expect, it } from 'vitest'
import { quantile, spread } from './statistics.ts'

describe('quantile', () => {
  it('interpolates between neighbours, whatever the order', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(quantile([5], 0.9)).toBe(5)
    expect(spread([10, 20, 30, 40, 50])).toEqual({ median: 30, low: 20, high: 40 })
  })
})
