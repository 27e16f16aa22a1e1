import { describe, expect, it } from 'vitest'
import { tf } from '../compute/index.ts'
import { objective, total, type Parts } from './objective.ts'

const scalars = (...values: number[]) => values.map((value) => tf.scalar(value))
const parts: Parts = {
  likelihood: tf.scalar(0.5),
  kl: scalars(2, 3),
  information: scalars(0.1, 0.2, 0.6),
  unique: tf.scalar(1.25),
  joint: tf.scalar(0.75),
}
const weights = { bottleneck: 0.01, redundancy: 0.1, unique: 0.05, joint: 0.5 }
const valueOf = (scalar: tf.Scalar) => scalar.dataSync()[0]

describe('objective', () => {
  it('is L_MIB + alpha2 L_R + alpha3 L_U, and the joint decoder beside it', () => {
    // KL is summed over modalities, the information averaged over their pairs
    const expected = 0.5 + 0.01 * (2 + 3) + 0.1 * 0.3 + 0.05 * 1.25 + 0.5 * 0.75
    expect(valueOf(total(objective(parts, weights)))).toBeCloseTo(expected, 6)
  })

  it('keeps the terms unweighted, in the order of the formula', () => {
    const terms = objective(parts, weights)
    expect(Object.keys(terms)).toEqual(['ranking', 'bottleneck', 'redundancy', 'unique', 'joint'])
    expect(Object.values(terms).map(({ value }) => Math.round(100 * valueOf(value)!) / 100)).toEqual([
      0.5, 5, 0.3, 1.25, 0.75,
    ])
  })

  it('is the likelihood alone when every weight is zero', () => {
    const none = { bottleneck: 0, redundancy: 0, unique: 0, joint: 0 }
    expect(valueOf(total(objective(parts, none)))).toBe(0.5)
  })

  it('does without pairs where there is one modality', () => {
    const one = { ...parts, kl: scalars(2), information: [] }
    expect(valueOf(objective(one, weights).redundancy!.value)).toBe(0)
  })
})
