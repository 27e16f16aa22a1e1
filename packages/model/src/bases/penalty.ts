import { pairScores, tf } from '../compute/index.ts'

/**
 * Half the squared norm of the rows a batch's pairs point at, averaged over the pairs: a row counts as often as it is
 * pointed at.
 *
 * @param leaf `[rows, dimension]`
 * @param places rows of `leaf`, `[batch]` each
 */
export function squaredNorm(leaf: tf.Tensor2D, ...places: readonly Int32Array[]): tf.Scalar {
  // |x|^2 = <x, x>: the scores' kernel, which works on rows in place, is there for it
  const sums = places.map((rows) => tf.sum(pairScores(leaf, leaf, rows, rows)))
  return tf.mul(tf.addN(sums), 0.5 / places[0].length) as tf.Scalar
}
