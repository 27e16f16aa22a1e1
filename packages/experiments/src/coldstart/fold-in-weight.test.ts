import { describe, expect, it } from 'vitest'
import { valueIndex, VALUES_PER_USER } from '@trifold/model/internals'
import { chooseWeight, PRIOR_WEIGHTS, weightTable } from './fold-in-weight.ts'

/** The same from every number of interactions but the first. */
const tried = (...merits: number[]) => PRIOR_WEIGHTS.map((_, w) => [merits[w]!, 0.1, 0.1, 0.1])

/** One user whose test figure grows with the weight. */
const tested = (which: string) => {
  const values = new Float64Array(VALUES_PER_USER)
  values[valueIndex('ndcg', '20')] = Number(which.replace(' from 10', '')) / 10
  return { users: Uint32Array.of(0), values }
}

describe('chooseWeight', () => {
  it('takes the weight that is best over seeds and numbers of interactions', () => {
    const choice = chooseWeight(
      'vbpr',
      [tried(0.1, 0.5, 0.2, 0.2, 0.2, 0.1), tried(0.1, 0.1, 0.2, 0.2, 0.5, 0.1)],
      [tested],
    )
    expect(choice.weight).toBe(1)
    expect(choice.tried[4]![0]).toBeCloseTo(0.35, 12)
    const { rows } = weightTable([choice], 7)
    expect(rows).toHaveLength(PRIOR_WEIGHTS.length)
    expect(rows[4]).toEqual(['vbpr', '**1**', '.3500', '.1000', '.1000', '.1000', '.1000'])
    expect([rows[3]![1], rows[3]!.at(-1)]).toEqual(['0.5', '.0500'])
  })

  it('keeps the default where no weight is better', () => {
    expect(chooseWeight('vbpr', [tried(0.2, 0.2, 0.2, 0.2, 0.2, 0.2)], [tested]).weight).toBe(0.5)
  })
})
