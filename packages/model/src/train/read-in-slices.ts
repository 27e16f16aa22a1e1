import type { Leaves, Rows } from '../bases/parameters.ts'
import { tf } from '../compute/index.ts'
import type { Block } from '../serve/factors.ts'
import { selectVectors } from '../serve/score-vectors.ts'
import type { Network } from './network.ts'

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
      if (start < userRows.length) blocks[n].user.set(user, start * dimension)
      if (start < itemRows.length) blocks[n].item.set(item, start * dimension)
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
      dimension: user.shape[1] as number,
      user: await user.data<'float32'>(),
      item: await item.data<'float32'>(),
    })
  }
  tf.dispose([leaves, pairs])
  return blocks
}
