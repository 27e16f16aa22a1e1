import type { Leaves, Parameters, Rows } from '../nn/index.ts'
import { tf } from '../compute/index.ts'
import {
  type Block,
  type Factors,
  itemVectors,
  type Scorer,
  selectVectors,
  sides,
  userVectors,
} from '../factors/index.ts'
import type { Network } from './network.ts'
import { everyModality, type Heard, type ScoreTerm } from '../bases/index.ts'
import { splitTerms } from '../explain/index.ts'

export interface Pair {
  readonly user: tf.Tensor2D // [user rows, dimension]
  readonly item: tf.Tensor2D // [item rows, dimension]
}

/** Users and items that one forward pass is about: its tensors are then a few megabytes each, whatever the catalog. */
const SLICE = 1 << 14

/**
 * Runs `pairsOf` over many users and items in slices and puts its pairs together on the host. A base that walks on the
 * whole graph has all of it in one pass.
 *
 * @param size users and items of a slice
 * @returns one block a pair, its rows those of `userRows` and `itemRows`
 */
export async function readInSlices(
  network: Network,
  { userRows, itemRows }: Rows,
  pairsOf: (rows: Rows, leafOf: Leaves) => readonly Pair[],
  size = SLICE,
): Promise<Block[]> {
  if (network.base.reach === 'catalog') {
    const all = await readOnce(network, network.everything(), pairsOf)
    return all.map(({ dimension, user, item }) => ({
      dimension,
      user: selectVectors({ dimension, values: user }, userRows).values,
      item: selectVectors({ dimension, values: item }, itemRows).values,
    }))
  }
  let blocks: Block[] | undefined
  for (let start = 0; start < Math.max(userRows.length, itemRows.length); start += size) {
    // one side ends before the other: then a row of it is read again and not kept, as tensors of no rows are odd
    const slice = (rows: Int32Array) => (start < rows.length ? rows.subarray(start, start + size) : rows.subarray(0, 1))
    const read = await readOnce(network, { userRows: slice(userRows), itemRows: slice(itemRows) }, pairsOf)
    blocks ??= read.map(({ dimension }) => ({
      dimension,
      user: new Float32Array(userRows.length * dimension),
      item: new Float32Array(itemRows.length * dimension),
    }))
    for (const [n, { dimension, user, item }] of read.entries()) {
      if (start < userRows.length) blocks[n]!.user.set(user, start * dimension)
      if (start < itemRows.length) blocks[n]!.item.set(item, start * dimension)
    }
  }
  return blocks ?? []
}

/** One pass. What it returns may be a table's own memory, which training goes on to change. */
async function readOnce(
  network: Network,
  rows: Rows,
  pairsOf: (rows: Rows, leafOf: Leaves) => readonly Pair[],
): Promise<Block[]> {
  const { leaves, leafOf } = network.parameters.lookup(rows)
  const pairs = tf.tidy(() =>
    pairsOf(rows, leafOf).map(({ user, item }) => [tf.keep(user.clone()), tf.keep(item.clone())]),
  )
  const blocks: Block[] = []
  for (const [user, item] of pairs) {
    blocks.push({
      dimension: user!.shape[1] as number,
      user: await user!.data<'float32'>(),
      item: await item!.data<'float32'>(),
    })
  }
  tf.dispose([leaves, pairs])
  return blocks
}

/**
 * Gives new items the mean of the others' rows in every table of items: of an item nobody could take yet, the ids say
 * what they say of an average one. Ranking new items is then left to their features, where chance rows would add noise
 * and log popularity would put them last.
 *
 * @param newItems 1 for new items. `[items]`
 */
export function takeMeanRows(parameters: Parameters, newItems: Uint8Array): void {
  const known = newItems.reduce((sum, isNew) => sum + (isNew ? 0 : 1), 0)
  for (const { scope, table } of parameters.all) {
    if (scope !== 'items') continue
    const { dimension, values } = table
    const mean = new Float64Array(dimension)
    for (let at = 0; at < values.length; at++) {
      if (!newItems[Math.floor(at / dimension)]) mean[at % dimension]! += values[at]! / known
    }
    for (let at = 0; at < values.length; at++) {
      if (newItems[Math.floor(at / dimension)]) values[at] = mean[at % dimension]!
    }
  }
}

/**
 * Reduces a network to its factors: the terms of its score for all users and items, at the posterior mean (z = mu), read
 * once with all modalities, once with each alone and once with none: the others' codes are masked to the prior's mean, and
 * their graphs of similar items taken away. They have no observational decoders yet: these are read off the calibrated
 * joint decoder (`calibrate`).
 */
export async function exportFactors(network: Network): Promise<Factors> {
  const { users, items } = network.input
  const { modalities } = network
  let terms: readonly ScoreTerm[] = []
  const read = await readInSlices(network, network.everything(), (rows, leafOf) => {
    const { z } = network.encode(rows.itemRows, leafOf, null)
    const termsOf = (heard: Heard) => network.terms(rows, leafOf, z, heard)
    terms = termsOf(everyModality)
    const alone = modalities.flatMap(({ name }) => termsOf((other) => other === name))
    return [...terms, ...(modalities.length > 0 ? termsOf(() => false) : terms), ...alone]
  })
  const under = (mask: number, term: number) => read[mask * terms.length + term]!
  const split = splitTerms(
    terms.map(({ role, inScore = true }, n) => {
      const alone = modalities.map((_, m) => under(2 + m, n))
      return { role, inScore, all: under(0, n), none: under(1, n), alone }
    }),
    modalities.map(({ name }) => name),
  )
  const named = modalities.map(({ name, present }) => ({ name, present }))
  return { users, items, modalities: named, decoders: [], ...split }
}

/**
 * What a validation needs of a network and no more: the score's vectors of all items and of the users it asks about.
 *
 * @param users model indexes
 */
export async function exportScorer(network: Network, users: Uint32Array): Promise<Scorer> {
  const rows = { ...network.everything(), userRows: Int32Array.from(users) }
  const blocks = await readInSlices(network, rows, (slice, leafOf) => {
    const { z } = network.encode(slice.itemRows, leafOf, null)
    return network.terms(slice, leafOf, z).filter(({ inScore }) => inScore !== false)
  })
  const side = { users: users.length, items: network.input.items, modalities: [], decoders: [] }
  const interventional = { joint: [], alone: [] }
  const factors: Factors = {
    ...side,
    interventional,
    blocks: blocks.map((block) => ({ ...block, role: 'modal', inScore: true })),
  }
  // side by side, and the blocks let go: item vectors are large
  const [vectors, items] = [userVectors(factors, Uint32Array.from(users.keys())), itemVectors(factors)]
  const place = new Map(Array.from(users, (user, n) => [user, n]))
  const placesOf = (some: ArrayLike<number>) => Array.from(some, (user) => place.get(user) as number)
  return { items, sidesOf: (some) => sides(selectVectors(vectors, placesOf(some)), items) }
}
