import { describe, expect, it } from 'vitest'
import { listMetrics, meanMetrics, VALUES_PER_USER, valueIndex, type Metric } from './metrics.ts'

function one(hits: number[], positives: number) {
  const values = new Float64Array(VALUES_PER_USER)
  listMetrics(hits, positives, values, 0)
  return meanMetrics(values)
}

const d = (rank: number) => 1 / Math.log2(rank + 1)

describe('listMetrics, by hand', () => {
  it('takes hits at ranks 2 and 4 of three positives', () => {
    const m = one([0, 1, 0, 1, 0], 3)
    expect(m.recall['5']).toBeCloseTo(2 / 3, 12)
    expect(m.precision['5']).toBeCloseTo(2 / 5, 12)
    expect(m.ndcg['5']).toBeCloseTo((d(2) + d(4)) / (d(1) + d(2) + d(3)), 12)
    expect(m.ndcg['5']).toBeCloseTo(0.4982, 4) // (0.63093 + 0.43068) / 2.13093
    expect(m.map['5']).toBeCloseTo((1 / 2 + 2 / 4) / 3, 12)
    expect(m.precision['50']).toBeCloseTo(2 / 50, 12)
    expect(m.recall['50']).toBeCloseTo(2 / 3, 12)
  })

  it('divides by the cutoff where a user has more positives than it', () => {
    const m = one([1, 1, 1, 1, 1, 0, 0, 0, 0, 1], 12)
    expect(m.recall['5']).toBeCloseTo(5 / 12, 12)
    expect(m.ndcg['5']).toBeCloseTo(1, 12)
    expect(m.map['5']).toBeCloseTo(1, 12)
    expect(m.map['10']).toBeCloseTo((5 + 6 / 10) / 10, 12)
    const ideal = Array.from({ length: 10 }, (_, n) => d(n + 1)).reduce((a, b) => a + b)
    expect(m.ndcg['10']).toBeCloseTo([1, 2, 3, 4, 5, 10].map(d).reduce((a, b) => a + b) / ideal, 12)
  })

  it('scores a perfect list 1 and an empty one 0', () => {
    for (const metric of ['recall', 'ndcg', 'map'] as Metric[]) {
      expect(one([1, 1], 2)[metric]['5']).toBeCloseTo(1, 12)
      expect(one([], 2)[metric]['50']).toBe(0)
    }
  })

  it('averages over users, and is 0 over nobody', () => {
    const values = new Float64Array(2 * VALUES_PER_USER)
    listMetrics([1], 1, values, 0)
    listMetrics([0, 1], 2, values, VALUES_PER_USER)
    expect(values[valueIndex('recall', '5')]).toBe(1)
    expect(meanMetrics(values).recall['5']).toBeCloseTo(0.75, 12)
    expect(meanMetrics(new Float64Array(0)).ndcg['20']).toBe(0)
  })
})
