import { describe, expect, it } from 'vitest'
import { createWorld } from '@trifold/experiments'
import { fitConfigSchema } from '../config/index.ts'
import { type Dataset, resolveSplit } from '../data/index.ts'
import { heldOutUsers } from '../evaluate/index.ts'
import { assess } from './assess.ts'
import { Diverged, type FitProgress } from './progress.ts'
import { prepare, train } from './train.ts'
import { TrainingState } from './training-state.ts'

const { dataset } = createWorld({ kind: 'mixed', users: 60, items: 50, seed: 3 })
const config = fitConfigSchema.parse({
  base: 'bpr',
  mrdib: false,
  embeddingSize: 8,
  batchSize: 256,
  epochs: 6,
  seed: 5,
})
const trained = { epochs: 6, loss: 0.5, terms: { ranking: 0.5 }, seconds: 2 }

/** A network whose scores the test decides: user vectors of one, and the items' vectors are what they score. */
async function setUp(of: Dataset = dataset) {
  const split = resolveSplit(of, 1)
  const { network, sampler } = await prepare(of, config, split)
  const state = new TrainingState(network, sampler.random, config.patience)
  const asked = heldOutUsers(split.valid)
  const [users, items] = ['p', 'q'].map((name) => network.parameters.all.find((one) => one.name === name)!)
  const others = network.parameters.all.filter((one) => one !== users && one !== items)
  users!.table.values.fill(1)
  for (const { table } of others) table.values.fill(0)
  /** Ranks the items that are held out most often first, or last. */
  const rank = (sign: 1 | -1) => {
    const counts = new Float32Array(of.itemIds.length)
    for (const item of split.valid.indices) counts[item]!++
    counts.forEach((count, item) => items!.table.values.fill(sign * count, item * 8, (item + 1) * 8))
  }
  const assessed = () => assess(state, network, trained, { split, asked })
  return { network, state, items: items!, rank, assessed }
}

describe('assess', () => {
  it('keeps the weights of the best epoch, and not of a later one that is worse', async () => {
    const { network, state, rank, assessed } = await setUp()
    rank(-1)
    const first = await assessed()
    rank(1)
    const second = await assessed()
    const best = network.parameters.snapshot()
    rank(-1)
    const third = await assessed()
    expect([first, second, third].map(({ epoch, best }) => [epoch, best!.epoch])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
    ])
    expect(second.valid!.ndcg20).toBeGreaterThan(first.valid!.ndcg20)
    expect(third.valid).toEqual(first.valid)
    expect(third.best!.ndcg20).toBe(second.valid!.ndcg20)
    expect(state.bestEpoch).toBe(2)
    expect(state.best).toEqual(best)
    expect(state.best).not.toEqual(network.parameters.snapshot())
    expect([state.epoch, state.seconds, state.history]).toEqual([3, 6, [first, second, third]])
  })

  it('keeps the last epoch where nobody can be validated on', async () => {
    const { users, items } = dataset.interactions
    const unvalidated = { ...dataset, interactions: { users, items, split: new Uint8Array(users.length) } }
    const { network, state, rank, assessed } = await setUp(unvalidated)
    await assessed()
    rank(-1)
    const { valid, best } = await assessed()
    expect([valid, best, state.bestEpoch]).toEqual([undefined, undefined, 2])
    expect(state.best).toEqual(network.parameters.snapshot())
  })

  it('throws where a weight is not a number, and leaves the state as it was', async () => {
    const { network, state, items, rank, assessed } = await setUp()
    rank(1)
    await assessed()
    const best = network.parameters.snapshot()
    items.table.values[3] = NaN
    await expect(assessed()).rejects.toThrow(Diverged)
    await expect(assessed()).rejects.toThrow('after epoch 2: the weights are not finite numbers')
    expect([state.epoch, state.bestEpoch, state.history.length]).toEqual([1, 1, 1])
    expect(state.best).toEqual(best)
  })
})

describe('train', () => {
  it('reports and exports the best epoch of a run that gets worse after it', async () => {
    const seen: FitProgress[] = []
    const rising = { ...config, epochs: 30, patience: 5, learningRate: 0.3 }
    const { report } = await train(dataset, rising, { onProgress: (progress) => seen.push(progress) })
    const ndcg = seen.map(({ valid }) => valid!.ndcg20)
    const top = Math.max(...ndcg)
    expect(report.bestEpoch).toBe(ndcg.indexOf(top) + 1)
    expect(ndcg.at(-1)).toBeLessThan(top) // else the last epoch is the best one, and this test shows nothing
    expect(report.valid.ndcg[20]).toBeCloseTo(top, 6)
  })
})
