import { engineInUse, kernel } from '../../core/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { checkRows, differentiable, operation, type Differentiable, type Save } from '../operation.ts'
import * as tf from '../tf.ts'
import { scatterAdd } from './gather-rows.ts'

const PAIR_MARGINS = kernel('pairMargins', 5, ['in', 'in', 'in', 'in', 'in', 'out'])
const PAIR_MARGINS_GRADIENT = kernel('pairMarginsGradient', 6, ['in', 'in', 'in', 'in', 'in', 'in', 'out', 'out'])

/** Row indexes of each pair's user, positive and negative item. `[batch]` each */
export interface Pairs {
  readonly users: Int32Array
  readonly positives: Int32Array
  readonly negatives: Int32Array
}

const op = operation({ name: 'pairMargins', reference: pairMarginsReference, core: pairMarginsCore })

/**
 * The score of each pair's positive less that of its negative, <u, i+ - i->, which ranking losses are computed from.
 * If a score is a sum of such products, its margin is the sum of their margins.
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
  op.checkShape('items', items, [items.shape[0], users.shape[1]])
  return differentiable([users, items], (save) => op.run(users, items, pairs, save))
}

function pairMarginsReference(
  users: tf.Tensor2D,
  items: tf.Tensor2D,
  pairs: Pairs,
  save: Save,
): Differentiable<tf.Tensor1D> {
  save([users, items])
  const rowsOf = (table: tf.Tensor, rows: Int32Array) => tf.gather(table, tf.tensor1d(rows, 'int32')) as tf.Tensor2D
  const difference = (items: tf.Tensor) => tf.sub(rowsOf(items, pairs.positives), rowsOf(items, pairs.negatives)) // [batch, d]
  return {
    value: tf.sum(tf.mul(rowsOf(users, pairs.users), difference(items)), 1), // [batch]
    gradient: (dy, [users, items]) => {
      const slope = tf.expandDims(dy, 1) // [batch, 1]
      const dItem: tf.Tensor2D = tf.mul(slope, rowsOf(users!, pairs.users)) // [batch, d]
      const toItems = (rows: Int32Array) => scatterAdd(dItem, rows, items!.shape[0]) // [n, d]
      return [
        scatterAdd(tf.mul(slope, difference(items!)), pairs.users, users!.shape[0]), // [m, d]
        tf.sub(toItems(pairs.positives), toItems(pairs.negatives)),
      ]
    },
  }
}

function pairMarginsCore(
  users: tf.Tensor2D,
  items: tf.Tensor2D,
  pairs: Pairs,
  save: Save,
): Differentiable<tf.Tensor1D> {
  const [[userCount, dimension], [itemCount]] = [users.shape, items.shape]
  checkRows(pairs.users, userCount, 'pairMargins, users')
  checkRows(pairs.positives, itemCount, 'pairMargins, positives')
  checkRows(pairs.negatives, itemCount, 'pairMargins, negatives')
  save([users, items])
  const rows = [pairs.users, pairs.positives, pairs.negatives]
  const out = allocate(pairs.users.length)
  engineInUse().call(PAIR_MARGINS, [out.length, dimension], memoryOf(users), memoryOf(items), ...rows, out)
  return {
    value: tf.tensor1d(out),
    gradient: (dy, [users, items]) => {
      const sizes = [dy.size, dimension, userCount, itemCount]
      const [dUsers, dItems] = [allocate(users!.size), allocate(items!.size)]
      const inputs = [memoryOf(users!), memoryOf(items!), ...rows, memoryOf(dy)]
      engineInUse().call(PAIR_MARGINS_GRADIENT, sizes, ...inputs, dUsers, dItems)
      return [matrixOf(dUsers, userCount, dimension), matrixOf(dItems, itemCount, dimension)]
    },
  }
}
