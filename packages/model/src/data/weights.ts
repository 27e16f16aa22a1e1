import type { Csr } from '../linalg/index.ts'
import type { Interactions } from './dataset.ts'
import { distinctPairs } from './pairs.ts'

/** What weights above 0 do: nothing, or they are the confidence that a pair is a positive (Hu, Koren, Volinsky 2008). */
export const WEIGHTINGS = ['none', 'confidence'] as const

export type Weighting = (typeof WEIGHTINGS)[number]

/** Interactions by what they are evidence of. */
export interface ByEvidence {
  /** Rows of weight above 0, and all rows where there are no weights. */
  readonly positives: Interactions
  /** Rows of weight 0 or less: the user knows the item, and nothing says that they like it. */
  readonly others?: Interactions
}

/** Separates the positives. Where every row is one, they are the very interactions given. */
export function byEvidence(interactions: Interactions): ByEvidence {
  const { weights } = interactions
  if (!weights || weights.every((weight) => weight > 0)) return { positives: interactions }
  return {
    positives: selectInteractions(interactions, (row) => weights[row]! > 0),
    others: selectInteractions(interactions, (row) => !(weights[row]! > 0)),
  }
}

/** The interactions that a condition holds for, in their order. */
export function selectInteractions(interactions: Interactions, keeps: (row: number) => boolean): Interactions {
  const { users, items, weights, times, split } = interactions
  const rows = Uint32Array.from(users.keys()).filter(keeps)
  return {
    users: rows.map((row) => users[row]!),
    items: rows.map((row) => items[row]!),
    ...(weights && { weights: Float32Array.from(rows, (row) => weights[row]!) }),
    ...(times && { times: Float64Array.from(rows, (row) => times[row]!) }),
    ...(split && { split: Uint8Array.from(rows, (row) => split[row]!) }),
  }
}

/**
 * The weight of each training pair, divided by their mean. Of several rows of a pair the largest weight counts, because
 * a hundred views are no stronger evidence than a purchase.
 *
 * @param train `[users, items]`
 * @param rows interactions that contain every training pair
 * @returns `[train.indices.length]`; undefined where all weights are equal
 */
export function pairConfidence(train: Csr, rows: Interactions, items: number): Float32Array | undefined {
  const { weights } = rows
  if (!weights) return undefined
  const users = train.indptr.length - 1
  const largest = distinctPairs(
    rows,
    users,
    items,
    weights.map((weight) => -weight),
  )
  const found = new Float32Array(train.indices.length)
  let sum = 0
  for (let user = 0; user < users; user++) {
    let n = largest.indptr[user]!
    for (let pair = train.indptr[user]!; pair < train.indptr[user + 1]!; pair++) {
      while (largest.items[n] !== train.indices[pair]) n++ // both ascend, and every training pair is among the rows
      sum += found[pair] = weights[largest.rows[n]!]!
    }
  }
  if (found.every((weight) => weight === found[0])) return undefined
  const mean = sum / found.length
  return found.map((weight) => weight / mean)
}
