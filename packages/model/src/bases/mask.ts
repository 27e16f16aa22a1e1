import { tf } from '../compute/index.ts'
import { expandColumn } from './linear.ts'

/** Zero rows in place of those of items that lack a modality. @param x `[items, width]` @param present `[items]` */
export function maskRows(x: tf.Tensor2D, present: Uint8Array): tf.Tensor2D {
  if (!present.includes(0)) return x
  const column = tf.tensor2d(Float32Array.from(present), [present.length, 1])
  return tf.mul(x, expandColumn(column, x.shape[1]))
}
