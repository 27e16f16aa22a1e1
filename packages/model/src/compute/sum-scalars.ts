import { activeKernels, differentiable, type Differentiable } from './kernels.ts'
import * as tf from './tf.ts'

/**
 * sum of w_n x_n over scalars: what a loss is put together with. One operation that saves nothing, where products and sums
 * would be a dozen, each with copies of its inputs for the backward pass. Zero for none.
 * @param weights 1 each where absent
 */
export function sumScalars(values: readonly tf.Scalar[], weights: readonly number[] = values.map(() => 1)): tf.Scalar {
  if (values.length === 0) return tf.scalar(0)
  if (values.length === 1 && weights[0] === 1) return values[0]!
  const body = activeKernels().sumScalars ?? sumScalarsReference
  return differentiable([...values], () => body(values, weights))
}

function sumScalarsReference(values: readonly tf.Scalar[], weights: readonly number[]): Differentiable<tf.Scalar> {
  return {
    value: tf.addN(values.map((value, n) => tf.mul(value, weights[n]!))) as tf.Scalar,
    gradient: (dy) => weights.map((weight) => tf.mul(dy, weight)),
  }
}
