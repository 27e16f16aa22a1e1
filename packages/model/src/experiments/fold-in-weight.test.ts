import { describe, expect, it } from 'vitest'
import { chooseWeight, PRIOR_WEIGHTS, weightTable } from './fold-in-weight.ts'

/** The same from every handful but the first. */
const tried = (...merits: number[]) => PRIOR_WEIGHTS.map((_, w) => [merits[w], 0.1, 0.1, 0.1])

describe('chooseWeight', () => {
  it('takes the weight that is best over seeds and handfuls', () => {
    const choice = chooseWeight('vbpr', [tried(0.1, 0.5, 0.2, 0.2, 0.2, 0.1), tried(0.1, 0.1, 0.2, 0.2, 0.5, 0.1)])
    expect(choice.weight).toBe(1)
    expect(choice.tried[4][0]).toBeCloseTo(0.35, 12)
    const { rows } = weightTable([choice], 7)
    expect(rows).toHaveLength(PRIOR_WEIGHTS.length)
    expect(rows[4]).toEqual(['vbpr', '**1**', '.3500', '.1000', '.1000', '.1000'])
    expect(rows[3][1]).toBe('0.5')
  })

  it('keeps the default where no weight is better', () => {
    expect(chooseWeight('vbpr', [tried(0.2, 0.2, 0.2, 0.2, 0.2, 0.2)]).weight).toBe(0.5)
  })
})
