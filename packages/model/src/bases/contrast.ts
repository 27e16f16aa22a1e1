import { gatherRows, infoNce, normalizeRows, type tf } from '../compute/index.ts'

/** Of MGCN and SOIL. */
const TEMPERATURE = 0.2

/**
 * InfoNCE of cosines: row `aRows[i]` of `a` is to be told from the others as that of row `bRows[i]` of `b`.
 *
 * @param a `[n, width]`
 * @param b `[m, width]`
 */
export function contrast(a: tf.Tensor2D, b: tf.Tensor2D, aRows: Int32Array, bRows: Int32Array = aRows): tf.Scalar {
  return infoNce(normalizeRows(gatherRows(a, aRows)), normalizeRows(gatherRows(b, bRows)), TEMPERATURE)
}
