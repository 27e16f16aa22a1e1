import { transposeOf, type CsrMatrix } from '../linalg/index.ts'
import { scatterAdd } from './gather-rows.ts'
import { activeKernels, differentiable, type Differentiable } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/**
 * One step of message passing: `graph @ x`, sparse times dense. The gradient is the transposed product.
 * @param graph `[m, n]`
 * @param x `[n, d]`
 * @returns `[m, d]`
 */
export function propagate(graph: CsrMatrix, x: tf.Tensor2D): tf.Tensor2D {
  checkShape('propagate', 'x', x, [graph.columns, x.shape[1]])
  const body = activeKernels().propagate ?? propagateReference
  return differentiable([x], (save) => body(graph, x, save))
}

function propagateReference(graph: CsrMatrix, x: tf.Tensor2D): Differentiable<tf.Tensor2D> {
  return {
    value: multiply(graph, x),
    gradient: (dy) => [multiply(transposeOf(graph), dy)],
  }
}

function multiply({ rows, indptr, indices, values }: CsrMatrix, x: tf.Tensor2D): tf.Tensor2D {
  const rowOf = new Int32Array(indices.length)
  for (let row = 0; row < rows; row++) rowOf.fill(row, indptr[row], indptr[row + 1])
  return tf.tidy(() => {
    // the weights as wide as the rows: the cpu backend broadcasts a column at some 100 ns a number
    const weights = tf.matMul(tf.tensor2d(values, [values.length, 1]), tf.ones([1, x.shape[1]]))
    const messages = tf.mul(tf.gather(x, tf.tensor1d(indices, 'int32')), weights)
    return scatterAdd(messages as tf.Tensor2D, rowOf, rows) // [m, d]
  })
}
