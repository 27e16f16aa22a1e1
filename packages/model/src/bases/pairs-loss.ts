import { bprLoss, pairMargins, type Pairs, type tf } from '../compute/index.ts'
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
  const kept = everyRow(users.length).filter((n) => present[positives[n]] && present[negatives[n]])
  const pick = (places: Int32Array) => kept.map((n) => places[n])
  return { users: pick(users), positives: pick(positives), negatives: pick(negatives) }
}
