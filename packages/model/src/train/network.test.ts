import { describe, expect, it } from 'vitest'
import type { Modality } from '../nn/index.ts'
import { tf } from '../compute/index.ts'
import { gradientError } from '../compute/testing/gradient-check.ts'
import type { Csr } from '../linalg/index.ts'
import { modalityNeighbours } from '../graph/index.ts'
import { dotUser } from '../factors/index.ts'
import { Batcher, WholeCatalog } from './batch.ts'
import { fitConfigSchema } from '../config/index.ts'
import { exportFactors } from './export.ts'
import { Network } from './network.ts'
import { Random } from '../nn/index.ts'
import { Sampler } from './sampler.ts'

const USERS = 4
const ITEMS = 6
const random = new Random(2)

/** Item 5 has no image, items 0 and 5 have no sound. */
const modalities: Modality[] = [
  { name: 'image', dimension: 3, values: random.normals(ITEMS * 3), present: Uint8Array.of(1, 1, 1, 1, 1, 0) },
  { name: 'text', dimension: 2, values: random.normals(ITEMS * 2), present: Uint8Array.of(1, 1, 1, 1, 1, 1) },
  { name: 'sound', dimension: 4, values: random.normals(ITEMS * 4), present: Uint8Array.of(0, 1, 1, 1, 1, 0) },
]
const train: Csr = { indptr: Int32Array.of(0, 2, 4, 5, 7), indices: Int32Array.of(0, 1, 2, 5, 3, 4, 5) }
const config = fitConfigSchema.parse({ embeddingSize: 2, interactionRank: 2, regularization: 0.3, batchSize: 16 })
const neighbours = await modalityNeighbours(modalities, [], 2)
const createNetwork = (changes: object = {}) =>
  new Network({ ...config, ...changes }, { users: USERS, items: ITEMS, modalities, neighbours, train })
const [triples] = new Sampler(train, ITEMS, 16, new Random(4)).epoch()
const batch = new Batcher(USERS, ITEMS).of(triples!)

/** Weights far enough from zero for every path to carry gradient. */
const leavesOf = (network: Network): tf.Tensor2D[] =>
  network.parameters.lookup(batch).leaves.map((leaf, n) =>
    tf.tensor2d(
      new Random(n).normals(leaf.size).map((x) => 0.5 * x),
      leaf.shape,
    ),
  )

/** The terms as one vector, on a network made afresh so that the noise is the same each time. */
function termsOf(names: readonly string[], leaves: readonly tf.Tensor[], changes: object): tf.Tensor1D {
  const network = createNetwork(changes)
  const { terms } = network.loss(batch, network.parameters.bind(leaves as tf.Tensor2D[]))
  // tf.grads wants a path from every input, and a term need not depend on all
  const nothing = tf.addN(leaves.map((leaf) => tf.mul(0, tf.sum(leaf))))
  return tf.concat1d(names.map((name) => tf.reshape(tf.add(terms[name]!.value, nothing), [1])))
}

describe('Network', () => {
  it.each([
    ['smooth terms', ['ranking', 'bottleneck', 'unique', 'joint', 'regularization'], 3e-3, {}],
    // a step of 1e-2 now and then crosses the kink of one of the critic's rectifiers
    ['redundancy', ['redundancy'], 0.12, {}],
    ['redundancy by CLUB', ['redundancy'], 0.12, { redundancyEstimator: 'club' }],
  ])('differentiates the %s as finite differences do', async (_, names, tolerance, changes) => {
    const inputs = leavesOf(createNetwork(changes))
    expect(await gradientError({ inputs, run: (...leaves) => termsOf(names, leaves, changes) })).toBeLessThan(tolerance)
  })

  it.each(['freedom', 'mgcn'] as const)(
    'reckons what the plug-in adds to %s over the pairs of the batch',
    async (base) => {
      const network = createNetwork({ base, layers: 1, neighbours: 2, embeddingSize: 2 })
      for (const { name, table } of network.parameters.all) {
        if (name.startsWith('log-variance')) table.values.fill(-60) // codes without noise
      }
      const whole = new WholeCatalog(USERS, ITEMS).of(triples!)
      const { terms } = network.loss(whole, network.parameters.lookup(whole).leafOf)
      const rows = network.everything()
      const { leafOf } = network.parameters.lookup(rows)
      const { z } = network.encode(rows.itemRows, leafOf, null)
      const lead = (user: tf.Tensor2D, item: tf.Tensor2D) => {
        const scores = tf.matMul<tf.Tensor2D>(user, item, false, true).arraySync()
        return (n: number) =>
          scores[triples!.users[n]!]![triples!.positives[n]!]! - scores[triples!.users[n]!]![triples!.negatives[n]!]!
      }
      const bpr = (places: readonly number[], ...leads: ((n: number) => number)[]) =>
        places.reduce((sum, n) => sum + Math.log1p(Math.exp(-leads.reduce((x, of) => x + of(n), 0))) / places.length, 0)
      const all = [...triples!.users.keys()]
      const modal = network.terms(rows, leafOf, z).filter(({ role }) => role === 'modal')
      expect(modal).toHaveLength(2)
      expect(terms.joint!.value.dataSync()[0]).toBeCloseTo(
        bpr(all, ...modal.map(({ user, item }) => lead(user, item))),
        5,
      )
      const alone = network.mrdib!.decoders.users.map((v, m) => {
        const both = all.filter(
          (n) => modalities[m]!.present[triples!.positives[n]!] && modalities[m]!.present[triples!.negatives[n]!],
        )
        return bpr(both, lead(leafOf(v), z[m]!))
      })
      expect(terms.unique!.value.dataSync()[0]).toBeCloseTo(
        alone.reduce((a, b) => a + b),
        5,
      )
    },
  )

  it('weighs the terms as the configuration says', () => {
    const weights = { bottleneckWeight: 0.1, redundancyWeight: 0.2, uniqueWeight: 0.3, jointWeight: 0.4 }
    const network = createNetwork(weights)
    const { leafOf } = network.parameters.lookup(batch)
    const result = network.loss(batch, leafOf).terms
    expect(Object.entries(result).map(([name, { weight }]) => [name, weight])).toEqual([
      ['ranking', 1],
      ['bottleneck', 0.1],
      ['redundancy', 0.2],
      ['unique', 0.3],
      ['joint', 0.4],
      ['regularization', 1],
    ])
  })

  it('never reads the features of an item that lacks the modality', async () => {
    const scores = async (poison: number) => {
      const poisoned = modalities.map((modality) => ({
        ...modality,
        values: modality.values.map((x, n) => (modality.present[Math.floor(n / modality.dimension)] ? x : poison)),
      }))
      const network = new Network(config, { users: USERS, items: ITEMS, modalities: poisoned, train })
      const { leafOf } = network.parameters.lookup(batch)
      const losses = Object.values(network.loss(batch, leafOf).terms).map(({ value }) => value.dataSync()[0])
      return [losses, await exportFactors(network)]
    }
    expect(await scores(Number.NaN)).toEqual(await scores(1e9))
  })

  it('gives an item without a modality the prior mean for a code', async () => {
    const network = createNetwork()
    const { itemRows } = network.everything()
    const { leafOf } = network.parameters.lookup(network.everything())
    const { z } = network.encode(itemRows, leafOf, null)
    const factors = await exportFactors(network)
    const image = factors.modalities.findIndex(({ name }) => name === 'image')
    expect([...z[image]!.dataSync().subarray(10)]).toEqual([0, 0])
    expect(factors.modalities[image]!.present).toEqual(modalities[0]!.present)
  })
})

describe('exportFactors', () => {
  it('has the served score as the sum of its blocks, at the posterior mean', async () => {
    const network = createNetwork()
    const { blocks } = await exportFactors(network)
    const rows = network.everything()
    const { leafOf } = network.parameters.lookup(rows)
    const { z } = network.encode(rows.itemRows, leafOf, null)
    const expected = tf.addN(network.terms(rows, leafOf, z).map(({ user, item }) => tf.matMul(user, item, false, true))) // [users, items]
    const found = Array.from({ length: USERS * ITEMS }, (_, n) =>
      blocks.reduce((sum, block) => {
        return sum + dotUser(block, Math.floor(n / ITEMS), block.item, (n % ITEMS) * block.dimension)
      }, 0),
    )
    expected.dataSync().forEach((score, n) => expect(found[n]).toBeCloseTo(score, 5))
  })

  it('splits a modal score into what each modality gives and what only both do', async () => {
    const { blocks, interventional } = await exportFactors(createNetwork())
    const modal = blocks.flatMap(({ role, modality }, n) => (role === 'modal' ? [{ n, modality }] : []))
    expect(modal.map(({ modality }) => modality)).toEqual([...modalities.map(({ name }) => name), undefined])
    expect(interventional).toEqual({ joint: modal.map(({ n }) => n), alone: modalities.map((_, m) => [modal[m]!.n]) })
    expect(blocks[modal[0]!.n]!.user).toBe(blocks[modal[1]!.n]!.user)
  })

  it('has nothing to observe yet, and no synergy in a sum', async () => {
    const factors = await exportFactors(createNetwork({ mrdib: false }))
    expect(factors.decoders).toEqual([])
    expect(factors.interventional.joint).toEqual(factors.interventional.alone.flat())
  })
})
