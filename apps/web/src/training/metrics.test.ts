import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMNS, metric, metricText } from './metrics.ts'

describe('metric', () => {
  const metrics = { valid: { recall: { '20': 0.41 } }, test: { ndcg: { '5': Number.NaN } } }

  it('finds a figure', () => {
    expect(metric(metrics, 'valid', 'recall', 20)).toBe(0.41)
  })

  it('says null for what was not measured or is no number', () => {
    expect(metric(metrics, 'valid', 'recall', 50)).toBeNull()
    expect(metric(metrics, 'test', 'recall', 20)).toBeNull()
    expect(metric(metrics, 'test', 'ndcg', 5)).toBeNull()
  })

  it('takes any JSON without complaint', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...COLUMNS), (json, { part, measure, cutoff }) => {
        const value = metric(json, part, measure, cutoff)
        expect(value === null || Number.isFinite(value)).toBe(true)
      }),
    )
  })
})

describe('metricText', () => {
  it('prints four digits without the leading zero', () => {
    expect(metricText(0.0412)).toBe('.0412')
    expect(metricText(1)).toBe('1.0000')
    expect(metricText(null)).toBe('not measured')
  })
})
