import { type Csr, type Dataset, seededRandom, shuffle, type Split } from '@trifold/model/internals'
import { withSplit } from './fixed-split.ts'

/** Seed and share of the held-out users and items: the same for every run. */
export const HOLD_OUT_SEED = 47
export const HOLD_OUT_SHARE = 0.1

/**
 * The data set with a share of its items new, drawn among the items with interactions. All interactions of the new
 * items become the test part, and nothing else does.
 */
export function withNewItems(dataset: Dataset, split: Split): Dataset & { readonly newItems: Uint8Array } {
  const newItems = new Uint8Array(dataset.itemIds.length)
  const taken = new Uint8Array(newItems.length)
  for (const part of [split.train, split.valid, split.test]) for (const item of part.indices) taken[item] = 1
  const candidates = Int32Array.from(taken.keys()).filter((item) => taken[item])
  const chosen = shuffle(candidates, seededRandom(HOLD_OUT_SEED)).subarray(
    0,
    Math.round(candidates.length * HOLD_OUT_SHARE),
  )
  for (const item of chosen) newItems[item] = 1
  const parts: Split = {
    train: among(split.train, (item) => !newItems[item]),
    valid: among(split.valid, (item) => !newItems[item]),
    test: union([split.train, split.valid, split.test].map((part) => among(part, (item) => newItems[item] === 1))),
  }
  return { ...withSplit(dataset, parts), newItems }
}

function among(pairs: Csr, keeps: (item: number) => boolean): Csr {
  return gather(pairs.indptr.length - 1, (row) =>
    pairs.indices.subarray(pairs.indptr[row], pairs.indptr[row + 1]).filter(keeps),
  )
}

function union(parts: readonly Csr[]): Csr {
  const rows = parts[0]!.indptr.length - 1
  return gather(rows, (row) =>
    Int32Array.from(parts.flatMap(({ indptr, indices }) => [...indices.subarray(indptr[row], indptr[row + 1])])).sort(),
  )
}

/** A matrix from its rows. */
export function gather(rows: number, rowOf: (row: number) => Int32Array): Csr {
  const all = Array.from({ length: rows }, (_, row) => rowOf(row))
  const indptr = new Int32Array(rows + 1)
  all.forEach((row, n) => (indptr[n + 1] = indptr[n]! + row.length))
  const indices = new Int32Array(indptr[rows]!)
  all.forEach((row, n) => indices.set(row, indptr[n]))
  return { indptr, indices }
}
