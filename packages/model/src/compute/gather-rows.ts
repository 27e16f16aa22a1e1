import { activeKernels, differentiable, type Differentiable } from './kernels.ts'
import * as tf from './tf.ts'

/**
 * Rows of a table: `table[rows]`. The gradient adds the rows' gradients up per table row (scatter-add).
 * @param table `[n, d]`
 * @param rows indexes below n, repeats allowed `[b]`
 * @returns `[b, d]`
 */
export function gatherRows(table: tf.Tensor2D, rows: Int32Array): tf.Tensor2D {
  const body = activeKernels().gatherRows ?? gatherRowsReference
  return differentiable([table], (save) => body(table, rows, save))
}

function gatherRowsReference(table: tf.Tensor2D, rows: Int32Array): Differentiable<tf.Tensor2D> {
  return {
    value: tf.gather(table, tf.tensor1d(rows, 'int32')),
    gradient: (dy) => [scatterAdd(dy, rows, table.shape[0])],
  }
}

/** Adds row i of `values` to row `rows[i]` of a zero table of `size` rows. `[b, d]` to `[size, d]` */
export function scatterAdd(values: tf.Tensor2D, rows: Int32Array, size: number): tf.Tensor2D {
  return tf.unsortedSegmentSum(values, tf.tensor1d(rows, 'int32'), size)
}
