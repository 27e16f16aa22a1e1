import { describe, expect, it } from 'vitest'
import { type FitConfigInput, fitReportSchema } from '../config/index.ts'
import { tf } from '../compute/index.ts'
import { createWorld } from '@trifold/experiments'
import type { Recommender } from '../serve/index.ts'
import { fit } from './fit.ts'

const { dataset } = createWorld({ kind: 'mixed', users: 60, items: 50, seed: 3 })
const small = { embeddingSize: 8, batchSize: 256, interactionRank: 4, epochs: 3, learningRate: 0.01, seed: 5 } as const

const arraysOf = ({ factors }: Recommender) => [
  ...factors.blocks.flatMap(({ user, item }) => [user, item]),
  ...factors.decoders.flatMap(({ user, item }) => [user, item]),
]

describe('fit', () => {
  it.each([true, false])('gives identical bits for the same seed, and others for another (mrdib %s)', async (mrdib) => {
    const run = async (seed: number) => arraysOf((await fit(dataset, { ...small, mrdib, seed })).model)
    const first = await run(5)
    expect(await run(5)).toEqual(first)
    expect(await run(6)).not.toEqual(first)
  })

  it.each(['mine', 'club'] as const)('leaves no tensor behind (%s)', async (redundancyEstimator) => {
    const counts: number[] = []
    const before = tf.memory().numTensors
    await fit(
      dataset,
      { ...small, redundancyWeight: 0.1, redundancyEstimator },
      { onProgress: () => counts.push(tf.memory().numTensors) },
    )
    expect(counts).toEqual([before, before, before])
    expect(tf.memory().numTensors).toBe(before)
  })

  it('reports every epoch with its terms', async () => {
    const seen: string[] = []
    const { report } = await fit(dataset, small, {
      onProgress: ({ epoch, epochs, terms, valid, best }) => {
        seen.push(`${epoch}/${epochs}`)
        expect(Object.keys(terms)).toEqual(['ranking', 'bottleneck', 'redundancy', 'unique', 'joint', 'regularization'])
        expect(valid?.recall20).toBeGreaterThanOrEqual(0)
        expect(best?.ndcg20).toBeGreaterThanOrEqual(valid?.ndcg20 ?? 0)
      },
    })
    expect(seen).toEqual(['1/3', '2/3', '3/3'])
    expect(report).toMatchObject({ base: 'vbpr', mrdib: true, seed: 5, epochs: 3, stopped: 'epochs' })
    expect(report.bestEpoch).toBeGreaterThanOrEqual(1)
    expect(Object.keys(report.test.recall)).toEqual(['5', '10', '20', '50'])
  })

  describe('interaction weights', () => {
    const { interactions } = dataset
    const weigh = (weightOf: (row: number) => number) => ({
      ...dataset,
      interactions: { ...interactions, weights: Float32Array.from(interactions.users.keys(), weightOf) },
    })
    const blocksOf = async (of: typeof dataset, config: FitConfigInput) =>
      (await fit(of, { ...small, ...config })).model.factors.blocks.map(({ item }) => item)

    it.each(['bpr', 'vbpr', 'lightgcn', 'popularity', 'item-knn', 'ease'] as const)(
      'of one size change no bit of %s, and others do only as confidence',
      async (base) => {
        const config = { base, mrdib: false, epochs: 1, graphWeight: 0 }
        const plain = await blocksOf(dataset, config)
        expect(
          await blocksOf(
            weigh(() => 2),
            { ...config, weighting: 'confidence' },
          ),
        ).toEqual(plain)
        const varied = weigh((row) => 1 + (row % 5))
        expect(await blocksOf(varied, config)).toEqual(plain)
        expect(await blocksOf(varied, { ...config, weighting: 'confidence' })).not.toEqual(plain)
      },
    )

    it('of 0 leave a pair out of training and out of the lists that validation ranks', async () => {
      const disliked = weigh((row) => (row % 3 === 0 ? 0 : 1))
      const { weights } = disliked.interactions
      const rows = Uint32Array.from(interactions.users.keys()).filter((row) => weights[row]! > 0)
      const [users, items, split] = [interactions.users, interactions.items, interactions.split!].map((column) =>
        rows.map((row) => column[row]!),
      )
      const left = { ...dataset, interactions: { users: users!, items: items!, split: Uint8Array.from(split!) } }
      const config = { base: 'ease', mrdib: false, graphWeight: 0 } as const
      const [zero, without] = [await fit(disliked, { ...small, ...config }), await fit(left, { ...small, ...config })]
      expect(zero.model.factors.blocks).toEqual(without.model.factors.blocks)
      expect(zero.report.test.ndcg[50]).toBeGreaterThan(without.report.test.ndcg[50])
    })
  })

  it('stops at once when aborted', async () => {
    const controller = new AbortController()
    const epochs: number[] = []
    const run = fit(
      dataset,
      { ...small, epochs: 10_000, patience: 10_000 },
      {
        signal: controller.signal,
        onProgress: ({ epoch }) => {
          epochs.push(epoch)
          if (epoch === 2) controller.abort(new Error('enough'))
        },
      },
    )
    await expect(run).rejects.toThrow('enough')
    expect(epochs).toEqual([1, 2])
  })

  it('lets timers run while it trains', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('time is up')), 50)
    const run = fit(dataset, { ...small, epochs: 100_000, patience: 100_000 }, { signal: controller.signal })
    await expect(run).rejects.toThrow('time is up')
  })

  it('names the term that stops being a number', async () => {
    const broken = { ...dataset, modalities: dataset.modalities.map((m) => ({ ...m, values: m.values.slice() })) }
    broken.modalities[0]!.values[3] = Number.NaN
    await expect(fit(broken, small)).rejects.toThrow(
      'Training stopped in epoch 1, step 1: the term "ranking" is not a finite number; a smaller learning rate may help.',
    )
    await expect(fit(dataset, { ...small, learningRate: 1e30 })).rejects.toThrow(/^Training stopped in epoch 1, step 2/)
  })

  it('ends with the best epoch so far where a later one stops being a number, and says so', async () => {
    // in plain JavaScript, so that every machine diverges at the same step
    const config = { ...small, redundancyWeight: 0.1, learningRate: 3, batchSize: 2 ** 20 }
    const { model, report } = await fit(dataset, { ...config, epochs: 50 }, { backend: 'cpu' })
    expect(report).toMatchObject({ stopped: 'non-finite', epochs: report.bestEpoch })
    expect(report.warning).toMatch(
      /^Training stopped in epoch \d+, step 1: the term "\w+" is not a finite number; the model is that of epoch \d+, and a smaller learning rate may help\.$/,
    )
    const { model: untilThen } = await fit(dataset, { ...config, epochs: report.bestEpoch }, { backend: 'cpu' })
    expect(arraysOf(model)).toEqual(arraysOf(untilThen))
    expect(fitReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
  })

  it.each([1, 3])('trains on %i modalities, of which items may lack some', async (count) => {
    const modalities = Array.from({ length: count }, (_, n) => {
      const { dimension, values, present } = dataset.modalities[n % 2]!
      return { name: `m${n}`, dimension, values, present: present.map((_, item) => (item % 5 === n ? 0 : 1)) }
    })
    const { model } = await fit({ ...dataset, modalities }, { ...small, redundancyWeight: 0.1 })
    const items = Array.from({ length: 50 }, (_, item) => item)
    for (const [item, explanation] of model.explain(7, items).entries()) {
      const { score, baseline, collaborative, unique, redundant, synergy } = explanation
      const parts = Object.values(unique).reduce((sum, x) => sum + x, 0) + redundant + synergy
      expect(Math.abs(baseline + collaborative + parts - score)).toBeLessThan(1e-5)
      modalities.forEach(({ name, present }) => present[item] || expect(unique[name]).toBe(0))
      if (count === 1) expect([redundant, synergy]).toEqual([0, 0])
    }
  })

  it('trains every epoch and keeps the last where nobody can be validated on', async () => {
    const { users, items } = dataset.interactions
    const all = { ...dataset, interactions: { users, items, split: new Uint8Array(users.length) } }
    const { report } = await fit(all, { ...small, patience: 1 }, { onProgress: (p) => expect(p.valid).toBeUndefined() })
    expect(report).toMatchObject({ epochs: 3, bestEpoch: 3, valid: { recall: { 20: 0 } } })
  })

  it('says what it cannot train on', async () => {
    await expect(fit({ ...dataset, modalities: [] }, small)).rejects.toThrow('has no modality features')
    const { users, items } = dataset.interactions
    const none = { ...dataset, interactions: { users: users.slice(0, 0), items: items.slice(0, 0) } }
    await expect(fit(none, small)).rejects.toThrow('no training interaction')
    await expect(fit(dataset, { epochs: 0 })).rejects.toThrow(/^The training configuration of "epochs" is not valid/)
    await expect(fit(dataset, { backend: 'x' } as object)).rejects.toThrow(/configuration is not valid.*backend/)
    await expect(fit(dataset, small, { backend: 'abacus' })).rejects.toThrow('abacus')
  })
})
