import { describe, expect, it } from 'vitest'
import { valueIndex, VALUES_PER_USER } from '@trifold/model/internals'
import { comparisonTable, gainText, standings } from './comparison.ts'
import { pack, unpack } from '../runner/index.ts'

/** Users whose Recall@5 is as given. */
const usersOf = (...recalls: number[]) => {
  const values = new Float64Array(recalls.length * VALUES_PER_USER)
  recalls.forEach((recall, n) => (values[n * VALUES_PER_USER + valueIndex('recall', '5')] = recall))
  return { users: Uint32Array.from(recalls.keys()), values }
}
const recall5 = [{ metric: 'recall', cutoff: '5' }] as const

describe('standings', () => {
  it('takes means and deviations over seeds, and gains over the paired row', () => {
    const rows = standings(
      [
        { name: 'base', seeds: [usersOf(0.2, 0.4), usersOf(0.4, 0.6)] },
        { name: 'plug-in', seeds: [usersOf(0.4, 0.6), usersOf(0.6, 0.8)], over: 'base' },
      ],
      recall5,
    )
    expect(rows[0]!.figures[0]!.mean).toBeCloseTo(0.4, 9)
    expect(rows[0]!.figures[0]!.deviation).toBeCloseTo(Math.sqrt(0.02), 9)
    const { gain } = rows[1]!.figures[0]!
    expect(gain?.difference).toBeCloseTo(0.2, 9)
    expect(gain?.relative).toBeCloseTo(0.5, 9)
    expect(gain?.interval[0]).toBeCloseTo(0.2, 9) // every user gained the same
  })

  it('refuses rows of other users, and a reference that is no row', () => {
    const seeds = [usersOf(0.1)]
    expect(() => standings([{ name: 'a', seeds: [...seeds, usersOf(0.1, 0.2)] }], recall5)).toThrow('different users')
    expect(() => standings([{ name: 'a', seeds, over: 'b' }], recall5)).toThrow('There is no row "b"')
  })

  it('sets what excludes zero in bold', () => {
    expect(gainText({ difference: 0.02, relative: 0.1, interval: [0.01, 0.03], share: 0 })).toBe(
      '**+10.0 % (+5.0 .. +15.0)**',
    )
    expect(gainText({ difference: -0.02, relative: -0.1, interval: [-0.05, 0.01], share: 0 })).toBe(
      '-10.0 % (-25.0 .. +5.0)',
    )
    const table = comparisonTable('t', standings([{ name: 'a', seeds: [usersOf(0.25)] }], recall5), 1)
    expect(table.rows).toEqual([['a', '.2500']])
  })
})

describe('pack', () => {
  it('stores the metrics of users in single precision', () => {
    const users = usersOf(0.5, 0.25, 1)
    expect(unpack(pack(users))).toEqual(users)
    expect(() => unpack({ ...pack(users), count: 2 })).toThrow('do not fit')
  })
})
