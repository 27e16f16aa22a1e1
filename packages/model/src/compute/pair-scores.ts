import { scatterAdd } from './gather-rows.ts'
import { activeKernels, differentiable, type Differentiable, type Save } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/**
 * Scores of user and item pairs: the dot product of row `userRows[i]` of `users` with row `itemRows[i]` of `items`.
 * @param users `[m, d]`
 * @param items `[n, d]`
 * @param userRows `[b]`
 * @param itemRows `[b]`
 * @returns `[b]`
 */
export function pairScores(
  users: tf.Tensor2D,
  items: tf.Tensor2D,
  userRows: Int32Array,
  itemRows: Int32Array,
): tf.Tensor1D {
  if (userRows.length !== itemRows.length) {
    throw new RangeError(`pairScores needs one item per user, not ${itemRows.length} for ${userRows.length}`)
  }
  checkShape('pairScores', 'items', items, [items.shape[0], users.shape[1]])
  const body = activeKernels().pairScores ?? pairScoresReference
  return differentiable([users, items], (save) => body(users, items, userRows, itemRows, save))
}

function pairScoresReference(
  users: tf.Tensor2D,
  items: tf.Tensor2D,
  userRows: Int32Array,
  itemRows: Int32Array,
  save: Save,
): Differentiable<tf.Tensor1D> {
  save([users, items])
  const rowsOf = (table: tf.Tensor, rows: Int32Array) => tf.gather(table, tf.tensor1d(rows, 'int32')) as tf.Tensor2D
  return {
    value: tf.sum(tf.mul(rowsOf(users, userRows), rowsOf(items, itemRows)), 1), // [b]
    gradient: (dy, [users, items]) => {
      const column = tf.expandDims(dy, 1) // [b, 1]
      return [
        scatterAdd(tf.mul(column, rowsOf(items, itemRows)), userRows, users.shape[0]), // [m, d]
        scatterAdd(tf.mul(column, rowsOf(users, userRows)), itemRows, items.shape[0]), // [n, d]
      ]
    },
  }
}
