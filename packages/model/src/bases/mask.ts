import { tf } from '../compute/index.ts'
import { expandColumn } from './linear.ts'

/** Zero rows in place of those of items that lack a modality. @param x `[items, width]` @param present `[items]` */
export function maskRows(x: tf.Tensor2D, present: Uint8Array): tf.Tensor2D {
  if (!present.includes(0)) return x
  const column = tf.tensor2d(Float32Array.from(present), [present.length, 1])
  return tf.mul(x, expandColumn(column, x.shape[1]))
}

/** For each row 1 where the node, of all, has the modality. @param has `[nodes]` */
export function presenceOf(rows: Int32Array, has: Uint8Array): Uint8Array {
  const present = new Uint8Array(rows.length)
  for (let n = 0; n < rows.length; n++) present[n] = has[rows[n]]
  return present
}
