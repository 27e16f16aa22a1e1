import { tf } from '../compute/index.ts'

/**
 * Half the squared norm of the rows a batch's pairs point at, averaged over the pairs: a row counts as often as it is
 * pointed at.
 *
 * @param leaf `[rows, dimension]`
 * @param places rows of `leaf`, `[batch]` each
 */
export function squaredNorm(leaf: tf.Tensor2D, ...places: readonly Int32Array[]): tf.Scalar {
  const counts = new Float32Array(leaf.shape[0])
  for (const rows of places) for (const row of rows) counts[row]++
  return tf.tidy(() => {
    const norms = tf.sum(tf.square(leaf), 1) // [rows]
    return tf.mul(tf.sum(tf.mul(norms, tf.tensor1d(counts))), 0.5 / places[0].length)
  })
}
