import { weightedNorms, type Pairs, type tf } from '../compute/index.ts'

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
    for (let n = 0; n < places.length; n++) weights[places[n]] += each
  }
  return weights
}
