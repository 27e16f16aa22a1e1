import { describe, expect, it } from 'vitest'
import { percentiles, quantile, spread } from './statistics.ts'

describe('quantile', () => {
  it('interpolates between neighbours, in any order', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75)
    expect(quantile([5], 0.9)).toBe(5)
    expect([0, 1].map((share) => quantile([3, 1, 2], share))).toEqual([1, 3])
    expect(() => quantile([], 0.5)).toThrow('A quantile needs at least one number.')
  })

  it('gives the middle half of a series', () => {
    expect(spread([10, 20, 30, 40, 50])).toEqual({ median: 30, low: 20, high: 40 })
  })
})

describe('percentiles', () => {
  it('are those of the latencies, in hundredths', () => {
    const latencies = Array.from({ length: 101 }, (_, n) => 100 - n + 0.001)
    expect(percentiles(latencies)).toEqual({ requests: 101, p50: 50, p95: 95, p99: 99 })
  })
})
