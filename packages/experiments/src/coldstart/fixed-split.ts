import { type Csr, type Dataset, resolveSplit, SPLIT, type Split } from '@trifold/model/internals'

const SEED = 1

/**
 * The data set with its split as labels. So runs of all seeds train and evaluate on the same pairs, and they can be
 * compared user by user.
 */
export function withFixedSplit(dataset: Dataset): Dataset {
  return withSplit(dataset, resolveSplit(dataset, SEED))
}

/** The data set with the pairs of a split, each once, as its interactions. */
export function withSplit(dataset: Dataset, split: Split): Dataset {
  const parts = (['train', 'valid', 'test'] as const).map((name) => ({ label: SPLIT[name], pairs: split[name] }))
  const length = parts.reduce((sum, { pairs }) => sum + pairs.indices.length, 0)
  const interactions = { users: new Uint32Array(length), items: new Uint32Array(length), split: new Uint8Array(length) }
  let at = 0
  for (const { label, pairs } of parts) {
    interactions.users.set(rowsOf(pairs), at)
    interactions.items.set(pairs.indices, at)
    interactions.split.fill(label, at, at + pairs.indices.length)
    at += pairs.indices.length
  }
  return { ...dataset, interactions }
}

/** The row of each pair. `[pairs]` */
function rowsOf({ indptr, indices }: Csr): Int32Array {
  const rows = new Int32Array(indices.length)
  for (let row = 0; row + 1 < indptr.length; row++) rows.fill(row, indptr[row], indptr[row + 1])
  return rows
}
