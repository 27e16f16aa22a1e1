import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from './gate.ts'

const version = (id: number, valid: number, test: number, dataFingerprint = 'a') => ({
  id,
  dataFingerprint,
  metrics: { valid: { ndcg: { '20': valid } }, test: { ndcg: { '20': test } } },
})

describe('judge', () => {
  it('lets anything through where nothing is in production', () => {
    expect(judge(version(1, 0, 0), null).passed).toBe(true)
  })

  it('goes by validation alone on the same data', () => {
    expect(judge(version(2, 0.2, 0.1), version(1, 0.19, 0.9)).passed).toBe(true)
    expect(judge(version(2, 0.18, 0.9), version(1, 0.19, 0.1))).toEqual({
      passed: false,
      reason: 'Its validation NDCG@20 of 0.1800 is worse than the 0.1900 of version 1.',
    })
  })

  it('goes by test on different data', () => {
    expect(judge(version(2, 0.1, 0.3, 'b'), version(1, 0.9, 0.2, 'a'))).toEqual({
      passed: true,
      reason: "Its test (each on its own data's) NDCG@20 of 0.3000 is not worse than the 0.2000 of version 1.",
    })
    expect(judge(version(2, 0.9, 0.1, 'b'), version(1, 0.1, 0.2, 'a')).passed).toBe(false)
  })

  it('never refuses a version in favour of an equal one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (ndcg) => {
        expect(judge(version(2, ndcg, 0), version(1, ndcg, 1)).passed).toBe(true)
      }),
    )
  })

  it('judges by no figure that is not there', () => {
    expect(() => judge({ ...version(2, 1, 1), metrics: {} }, version(1, 0, 0))).toThrow(
      'model version 2 has no valid NDCG@20',
    )
  })
})
