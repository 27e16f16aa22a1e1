import { describe, expect, it } from 'vitest'
import { BASE_NAMES, meanMetrics, Random, VALUES_PER_USER } from '@trifold/model/internals'
import type { Run, RunSpec } from '../runner/index.ts'
import { drawFrom, spaceOf } from './search-space.ts'
import { successiveHalving } from './successive-halving.ts'

/** A runner in which a larger learning rate is better. Rates above 12 are worst in the first ten epochs. */
function runnerOf(calls: RunSpec[][]) {
  return {
    runs: (specs: readonly RunSpec[]) => {
      calls.push([...specs])
      return Promise.resolve(
        specs.map(({ config }) => {
          const metrics = meanMetrics(new Float64Array(VALUES_PER_USER))
          const rate = config.learningRate ?? 0
          const figure = config.epochs === 10 && rate > 12 ? 0 : rate
          const report = { epochs: config.epochs ?? 50, valid: { ...metrics, ndcg: { ...metrics.ndcg, 20: figure } } }
          return { config, report, seconds: 2 } as unknown as Run
        }),
      )
    },
  }
}

const rates = (specs: readonly RunSpec[]) => specs.map(({ config }) => config.learningRate)

describe('successiveHalving', () => {
  it('gives the best third more epochs, and ranks by the rung first and by the figure second', async () => {
    const calls: RunSpec[][] = []
    const configs = Array.from({ length: 15 }, (_, n) => ({ learningRate: n + 1 }))
    const { trials, seconds } = await successiveHalving(runnerOf(calls), 'a', configs, true)
    expect(calls.map((specs) => specs[0]!.config.epochs)).toEqual([10, 30, undefined])
    expect(calls.map(rates).slice(1)).toEqual([
      [12, 11, 10, 9, 8],
      [12, 11],
    ])
    expect(trials.map(({ config }) => config.learningRate)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 13, 14, 15])
    expect(trials.map(({ rung }) => rung).slice(0, 6)).toEqual([2, 2, 1, 1, 1, 0])
    expect(seconds).toBe(2 * (15 + 5 + 2))
  })

  it('runs baselines once', async () => {
    const calls: RunSpec[][] = []
    await successiveHalving(runnerOf(calls), 'a', [{ learningRate: 1 }, { learningRate: 2 }], false)
    expect(calls.map(rates)).toEqual([[1, 2]])
    expect(calls[0]![0]!.config.epochs).toBeUndefined()
  })
})

describe('drawFrom', () => {
  it('stays between the ends, and draws of the given values alone', () => {
    const random = new Random(1)
    const space = spaceOf('freedom', true)
    for (let n = 0; n < 200; n++) {
      const drawn = drawFrom(space, random)
      expect(drawn.bottleneckWeight).toBeGreaterThanOrEqual(1e-4)
      expect(drawn.bottleneckWeight).toBeLessThanOrEqual(5e-2)
      expect([1, 2, 3]).toContain(drawn.layers)
    }
  })

  it('has a space for every base', () => {
    for (const base of BASE_NAMES) expect(Object.keys(spaceOf(base, false))).toContain('learningRate')
  })

  it('searches the penalty on features only without a bottleneck', () => {
    expect(spaceOf('vbpr', false)).toHaveProperty('featureRegularization')
    expect(spaceOf('vbpr', true)).not.toHaveProperty('featureRegularization')
  })
})
