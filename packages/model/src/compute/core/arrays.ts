import { borrow } from '../memory.ts'
import * as tf from '../tf.ts'

/** A tensor's numbers, for a kernel. */
export const read = borrow

/** A tensor of the given numbers, which it keeps without copying. */
export function matrixOf(values: Float32Array, rows: number, columns: number): tf.Tensor2D {
  return tf.tensor2d(values, [rows, columns])
}

/** Row numbers go to compiled code, which would read whatever lies at a wrong one. */
export function checkRows(rows: Int32Array, size: number, operation: string): void {
  for (let i = 0; i < rows.length; i++) {
    if (rows[i]! < 0 || rows[i]! >= size) throw new RangeError(`${operation}: row ${rows[i]} is outside 0..${size - 1}`)
  }
}
