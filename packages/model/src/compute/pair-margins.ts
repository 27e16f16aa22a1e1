import { scatterAdd } from './gather-rows.ts'
import { activeKernels, differentiable, type Differentiable, type Save } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/** Places of each pair's user, positive and negative item. `[batch]` each */
export interface Pairs {
  readonly users: Int32Array
  readonly positives: Int32Array
  readonly negatives: Int32Array
}

/**
 * How much better each pair's positive scores than its negative, <u, i+ - i->: what ranking losses are of. A score that
 * is a sum of such products has the sum of their margins.
 * @param users `[m, d]`
 * @param items `[n, d]`
 * @returns `[batch]`
 */
export function pairMargins(users: tf.Tensor2D, items: tf.Tensor2D, pairs: Pairs): tf.Tensor1D {
  const { length } = pairs.users
  if (pairs.positives.length !== length || pairs.negatives.length !== length) {
    throw new RangeError(
      `pairMargins needs two items per user, not ${pairs.positives.length} and ${pairs.negatives.length} for ${length}`,
    )
  }
  checkShape('pairMargins', 'items', items, [items.shape[0], users.shape[1]])
  const body = activeKernels().pairMargins ?? pairMarginsReference
  return differentiable([users, items], (save) => body(users, items, pairs, save))
}

function pairMarginsReference(
  users: tf.Tensor2D,
  items: tf.Tensor2D,
  pairs: Pairs,
  save: Save,
): Differentiable<tf.Tensor1D> {
  save([users, items])
  const rowsOf = (table: tf.Tensor, rows: Int32Array) => tf.gather(table, tf.tensor1d(rows, 'int32')) as tf.Tensor2D
  const apart = (items: tf.Tensor) => tf.sub(rowsOf(items, pairs.positives), rowsOf(items, pairs.negatives)) // [batch, d]
  return {
    value: tf.sum(tf.mul(rowsOf(users, pairs.users), apart(items)), 1), // [batch]
    gradient: (dy, [users, items]) => {
      const slope = tf.expandDims(dy, 1) // [batch, 1]
      const dItem: tf.Tensor2D = tf.mul(slope, rowsOf(users!, pairs.users)) // [batch, d]
      const toItems = (places: Int32Array) => scatterAdd(dItem, places, items!.shape[0]) // [n, d]
      return [
        scatterAdd(tf.mul(slope, apart(items!)), pairs.users, users!.shape[0]), // [m, d]
        tf.sub(toItems(pairs.positives), toItems(pairs.negatives)),
      ]
    },
  }
}
