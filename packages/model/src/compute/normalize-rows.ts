import { activeKernels, differentiable, type Differentiable, type Save } from './kernels.ts'
import * as tf from './tf.ts'

/** Norms below this are taken for it, as in PyTorch's `normalize`: a zero row stays zero. */
export const SMALLEST_NORM = 1e-12

/** Each row divided by its Euclidean norm. `[n, d]` */
export function normalizeRows(x: tf.Tensor2D): tf.Tensor2D {
  const body = activeKernels().normalizeRows ?? normalizeRowsReference
  return differentiable([x], (save) => body(x, save))
}

function normalizeRowsReference(x: tf.Tensor2D, save: Save): Differentiable<tf.Tensor2D> {
  // the square root of a floor far below 1e-24 would leave float32: the floor is put on the norm
  const norm = tf.maximum(tf.sqrt(tf.sum(tf.square(x), 1, true)), SMALLEST_NORM) // [n, 1]
  const y = tf.div(x, norm) as tf.Tensor2D // [n, d]
  save([y, norm])
  return {
    value: y,
    // (dy - y <y, dy>) / |x|
    gradient: (dy, [y, norm]) => [tf.div(tf.sub(dy, tf.mul(y!, tf.sum(tf.mul(y!, dy), 1, true))), norm!)],
  }
}
