import type * as tf from './tf.ts'

/**
 * Checks an operand's shape. Kernels go by the sizes of the first operand: a smaller second one would be read past its
 * end by compiled code, or broadcast by a reference body.
 */
export function checkShape(operation: string, operand: string, tensor: tf.Tensor, shape: readonly number[]): void {
  if (tensor.shape.length === shape.length && tensor.shape.every((size, i) => size === shape[i])) return
  throw new RangeError(`${operation}: ${operand} must be [${shape.join(', ')}], not [${tensor.shape.join(', ')}]`)
}
