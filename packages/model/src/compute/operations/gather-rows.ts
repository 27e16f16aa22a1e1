import { engineInUse, GATHER_ROWS, kernel } from '../../core/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { checkRows, differentiable, operation, type Differentiable } from '../operation.ts'
import * as tf from '../tf.ts'

const SCATTER_ADD = kernel('scatterAdd', 4, ['in', 'in', 'out'])

const op = operation({ name: 'gatherRows', reference: gatherRowsReference, core: gatherRowsCore })

/**
 * Rows of a table: `table[rows]`. The gradient adds up the rows' gradients per table row (scatter-add).
 * @param table `[n, d]`
 * @param rows indexes below n, repeats allowed `[b]`
 * @returns `[b, d]`
 */
export function gatherRows(table: tf.Tensor2D, rows: Int32Array): tf.Tensor2D {
  return differentiable([table], () => op.run(table, rows))
}

function gatherRowsReference(table: tf.Tensor2D, rows: Int32Array): Differentiable<tf.Tensor2D> {
  return {
    value: tf.gather(table, tf.tensor1d(rows, 'int32')),
    gradient: (dy) => [scatterAdd(dy, rows, table.shape[0])],
  }
}

function gatherRowsCore(table: tf.Tensor2D, rows: Int32Array): Differentiable<tf.Tensor2D> {
  const [size, dimension] = table.shape
  checkRows(rows, size, 'gatherRows')
  const out = allocate(rows.length * dimension)
  engineInUse().call(GATHER_ROWS, [rows.length, dimension], memoryOf(table), rows, out)
  return {
    value: matrixOf(out, rows.length, dimension),
    gradient: (dy) => {
      const sums = allocate(size * dimension)
      engineInUse().call(SCATTER_ADD, [rows.length, dimension, size], memoryOf(dy), rows, sums)
      return [matrixOf(sums, size, dimension)]
    },
  }
}

/** Adds row i of `values` to row `rows[i]` of a zero table of `size` rows. `[b, d]` to `[size, d]` */
export function scatterAdd(values: tf.Tensor2D, rows: Int32Array, size: number): tf.Tensor2D {
  return tf.unsortedSegmentSum(values, tf.tensor1d(rows, 'int32'), size)
}
