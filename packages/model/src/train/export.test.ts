import { describe, expect, it } from 'vitest'
import { bprLoss, tf } from '../compute/index.ts'
import { createWorld } from '@trifold/experiments'
import { resolveSplit } from '../data/index.ts'
import { dotUser, scorerOf, type Sides } from '../factors/index.ts'
import { fitConfigSchema } from '../config/index.ts'
import { exportFactors, exportScorer, readInSlices, takeMeanRows } from './export.ts'
import { Parameters, prepareFeatures } from '../nn/index.ts'
import { Network } from './network.ts'
import { fit } from './fit.ts'

const { dataset } = createWorld({ kind: 'mixed', users: 25, items: 40, seed: 2 })
const createNetwork = (base: 'vbpr' | 'lightgcn') =>
  new Network(fitConfigSchema.parse({ base, mrdib: base === 'vbpr', embeddingSize: 4, interactionRank: 3 }), {
    users: 25,
    items: 40,
    modalities: dataset.modalities.map(prepareFeatures),
    train: resolveSplit(dataset, 1).train,
  })

describe.each(['vbpr', 'lightgcn'] as const)('reading %s', (base) => {
  const network = createNetwork(base)

  it('gives the validation the vectors that the factors have', async () => {
    const users = Uint32Array.of(3, 4, 19)
    const whole = scorerOf(await exportFactors(network))
    const part = await exportScorer(network, users)
    // the factors are split by modality, so only the scores can be the same
    const scoresOf = ({ dimension, users: a, items: b }: Sides) =>
      [0, 1].map((row) => dotUser({ dimension, user: a, item: b }, row, b, 7 * dimension))
    const [found, expected] = [part, whole].map((scorer) => scoresOf(scorer.sidesOf([19, 3])))
    found!.forEach((score, n) => expect(score).toBeCloseTo(expected![n]!, 5))
  })

  it('does not depend on the slices', async () => {
    const { userRows, itemRows } = network.everything()
    const rows = { userRows: userRows.filter((user) => user !== 7), itemRows }
    const read = (size: number) =>
      readInSlices(
        network,
        rows,
        (slice, leafOf) => {
          const { z } = network.encode(slice.itemRows, leafOf, null)
          return network.terms(slice, leafOf, z)
        },
        size,
      )
    const whole = await read(1000)
    expect(whole.map(({ user, item, dimension }) => [user.length / dimension, item.length / dimension])).toEqual(
      whole.map(() => [24, 40]),
    )
    const before = tf.memory().numTensors
    for (const [n, { user, item }] of (await read(9)).entries()) {
      user.forEach((x, k) => expect(x).toBeCloseTo(whole[n]!.user[k]!, 6))
      item.forEach((x, k) => expect(x).toBeCloseTo(whole[n]!.item[k]!, 6))
    }
    expect(tf.memory().numTensors).toBe(before)
  })

  it('hands out copies: training goes on and they stay', async () => {
    const factors = await exportFactors(network)
    const kept = factors.blocks.map(({ user, item }) => [structuredClone(user), item.slice()])
    const rows = network.everything()
    const { leaves, leafOf } = network.parameters.lookup(rows)
    const { grads } = tf.engine().gradients(() => {
      const { z } = network.encode(rows.itemRows, leafOf, null)
      const score = tf.addN(
        network.terms(rows, leafOf, z).map(({ user, item }) => tf.sum(tf.matMul(user, item, false, true))),
      )
      return tf.sum(bprLoss(tf.reshape(score, [1]))) as tf.Scalar
    }, leaves)
    await network.parameters.update(rows, grads)
    expect(factors.blocks.map(({ user, item }) => [user, item])).toEqual(kept)
    expect((await exportFactors(network)).blocks.map(({ user }) => user)).not.toEqual(kept.map(([user]) => user))
    tf.dispose([leaves, grads])
  })
})

describe('takeMeanRows', () => {
  it('gives new items the mean of the others, in tables of items only', () => {
    const parameters = new Parameters()
    const items = parameters.add('q', 'items', [3, 2], Float32Array.of(1, 2, 9, 9, 3, 6), 0.1)
    const users = parameters.add('p', 'users', [3, 1], Float32Array.of(1, 2, 3), 0.1)
    takeMeanRows(parameters, Uint8Array.of(0, 1, 0))
    expect([...items.table.values]).toEqual([1, 2, 2, 4, 3, 6])
    expect([...users.table.values]).toEqual([1, 2, 3])
  })
})

describe('a data set with new items', () => {
  const { dataset, truth } = createWorld({ kind: 'copy', users: 60, items: 50, seed: 2 })
  const config = { mrdib: false, epochs: 3, embeddingSize: 8, batchSize: 256 }

  it('leaves them what ids say of an average item', async () => {
    const newItems = Uint8Array.from(truth.heldOut)
    const { model } = await fit({ ...dataset, newItems }, config)
    const ids = model.factors.blocks.filter(({ role }) => role === 'collaborative')
    expect(ids).toHaveLength(2)
    for (const { item, dimension } of ids) {
      const rows = Array.from({ length: 50 }, (_, n) => item.subarray(n * dimension, (n + 1) * dimension))
      const known = rows.filter((_, n) => !newItems[n])
      const mean = Array.from(
        { length: dimension },
        (_, d) => known.reduce((sum, row) => sum + row[d]!, 0) / known.length,
      )
      rows.forEach((row, n) => {
        if (newItems[n]) row.forEach((value, d) => expect(value).toBeCloseTo(mean[d]!, 6))
      })
    }
  })

  it('is refused where one of them was trained on', async () => {
    const newItems = new Uint8Array(50).fill(1)
    await expect(fit({ ...dataset, newItems }, config)).rejects.toThrow(
      'marks an item as new that has a training interaction',
    )
  })
})
