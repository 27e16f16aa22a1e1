import {
  bprLoss,
  gatherRows,
  infoNce,
  normalizeRows,
  pairMargins,
  type Pairs,
  type tf,
  weightedNorms,
} from '../compute/index.ts'
import { everyRow } from './parameters.ts'

/**
 * BPR of <user, item> over the pairs whose positive and negative both are present; null where there is none.
 *
 * @param user `[user rows, width]`
 * @param item `[item rows, width]`
 * @param present 1 where the item row has what is compared
 */
export function pairsLoss(user: tf.Tensor2D, item: tf.Tensor2D, batch: Pairs, present: Uint8Array): tf.Scalar | null {
  const pairs = pairsWith(batch, present)
  return pairs.users.length > 0 ? bprLoss(pairMargins(user, item, pairs)) : null
}

/** The pairs whose items both are present; the batch itself where all are. */
export function pairsWith({ users, positives, negatives }: Pairs, present: Uint8Array): Pairs {
  if (!present.includes(0)) return { users, positives, negatives }
  const kept = everyRow(users.length).filter((n) => present[positives[n]!] && present[negatives[n]!])
  const pick = (places: Int32Array) => kept.map((n) => places[n]!)
  return { users: pick(users), positives: pick(positives), negatives: pick(negatives) }
}

/** Rows to keep small. */
export interface Penalized {
  readonly rows: tf.Tensor2D // [n, dimension]
  /** Rows that a batch's pairs point at, `[batch]` each; absent where each counts once. */
  readonly at?: readonly Int32Array[]
  readonly weight: number
}

/**
 * Weighted sum of half the squared norms of rows, averaged over what counts them: the batch's pairs, so that a row counts
 * as often as it is pointed at, or the rows themselves.
 */
export function penalty(terms: readonly Penalized[]): tf.Scalar {
  return weightedNorms(
    terms.filter(({ weight }) => weight !== 0).map((term) => ({ rows: term.rows, weights: weightsOf(term) })),
  )
}

/** The id embeddings that a batch's pairs point at: of its users, and of its positive and negative items. */
export function idsOf(
  { users, positives, negatives }: Pairs,
  p: tf.Tensor2D,
  q: tf.Tensor2D,
  weight: number,
): Penalized[] {
  return [
    { rows: p, at: [users], weight },
    { rows: q, at: [positives, negatives], weight },
  ]
}

function weightsOf({ rows, at, weight }: Penalized): Float32Array {
  const [count] = rows.shape
  const weights = new Float32Array(count)
  if (!at) return weights.fill(weight / count)
  for (const places of at) {
    const each = weight / places.length
    for (let n = 0; n < places.length; n++) weights[places[n]!]! += each
  }
  return weights
}

/** Of MGCN and SOIL. */
const TEMPERATURE = 0.2

/**
 * InfoNCE of cosines: row `aRows[i]` of `a` is to be told from the others as that of row `bRows[i]` of `b`.
 *
 * @param a `[n, width]`
 * @param b `[m, width]`
 */
export function contrast(a: tf.Tensor2D, b: tf.Tensor2D, aRows: Int32Array, bRows: Int32Array = aRows): tf.Scalar {
  return infoNce(normalizeRows(gatherRows(a, aRows)), normalizeRows(gatherRows(b, bRows)), TEMPERATURE)
}
