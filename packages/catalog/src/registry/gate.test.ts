import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareForPromotion } from './gate.ts'

const version = (id: number, valid: number, test: number, dataFingerprint = 'a') => ({
  id,
  dataFingerprint,
  metrics: { valid: { ndcg: { '20': valid } }, test: { ndcg: { '20': test } } },
})

describe('compareForPromotion', () => {
  it('passes any version if none is in production', () => {
    expect(compareForPromotion(version(1, 0, 0), null).passed).toBe(true)
  })

  it('compares by validation alone on the same data', () => {
    expect(compareForPromotion(version(2, 0.2, 0.1), version(1, 0.19, 0.9)).passed).toBe(true)
    expect(compareForPromotion(version(2, 0.18, 0.9), version(1, 0.19, 0.1))).toEqual({
      passed: false,
      reason: 'Its validation NDCG@20 of 0.1800 is worse than the 0.1900 of version 1.',
    })
  })

  it('compares by test on different data', () => {
    expect(compareForPromotion(version(2, 0.1, 0.3, 'b'), version(1, 0.9, 0.2, 'a'))).toEqual({
      passed: true,
      reason: "Its test (each on its own data's) NDCG@20 of 0.3000 is not worse than the 0.2000 of version 1.",
    })
    expect(compareForPromotion(version(2, 0.9, 0.1, 'b'), version(1, 0.1, 0.2, 'a')).passed).toBe(false)
  })

  it('never refuses a version in favour of an equal one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (ndcg) => {
        expect(compareForPromotion(version(2, ndcg, 0), version(1, ndcg, 1)).passed).toBe(true)
      }),
    )
  })

  it('passes a difference that comes from the order of a sum, and no larger one', () => {
    expect(compareForPromotion(version(2, 0.3 - 1e-10, 0), version(1, 0.3, 0)).passed).toBe(true)
    expect(compareForPromotion(version(2, 0.3 - 1e-8, 0), version(1, 0.3, 0)).passed).toBe(false)
  })

  it('compares by NDCG@20 and no other cut-off', () => {
    const at = (id: number, ndcg: Record<string, number>) => ({
      ...version(id, 0, 0),
      metrics: { valid: { ndcg }, test: { ndcg } },
    })
    expect(compareForPromotion(at(2, { '10': 0.9, '20': 0.1 }), at(1, { '10': 0.1, '20': 0.2 })).passed).toBe(false)
    expect(() => compareForPromotion(at(2, { '10': 0.9 }), at(1, { '20': 0.2 }))).toThrow(
      'model version 2 has no valid NDCG@20 to compare',
    )
  })

  it('names the version whose metrics cannot be read', () => {
    expect(() => compareForPromotion(version(2, 1, 1), { ...version(1, 0, 0), metrics: { valid: 3 } })).toThrow(
      'the metrics of model version 1 cannot be read: valid: ',
    )
  })
})
