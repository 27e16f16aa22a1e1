import { differentiable, numberOf, operation, type Differentiable } from '../operation.ts'
import * as tf from '../tf.ts'

const op = operation({ name: 'sumScalars', reference: sumScalarsReference, core: sumScalarsCore })

/**
 * sum of w_n x_n over scalars: the terms of a loss. One operation that saves nothing replaces a dozen products and sums,
 * each of which would save copies of its inputs. Zero for no scalars.
 * @param weights default: 1 each
 */
export function sumScalars(values: readonly tf.Scalar[], weights: readonly number[] = values.map(() => 1)): tf.Scalar {
  if (values.length === 0) return tf.scalar(0)
  if (values.length === 1 && weights[0] === 1) return values[0]!
  return differentiable([...values], () => op.run(values, weights))
}

function sumScalarsReference(values: readonly tf.Scalar[], weights: readonly number[]): Differentiable<tf.Scalar> {
  return {
    value: tf.addN(values.map((value, n) => tf.mul(value, weights[n]!))) as tf.Scalar,
    gradient: (dy) => weights.map((weight) => tf.mul(dy, weight)),
  }
}

/** On JavaScript's numbers, in double precision. */
function sumScalarsCore(values: readonly tf.Scalar[], weights: readonly number[]): Differentiable<tf.Scalar> {
  let total = 0
  values.forEach((value, n) => (total += weights[n]! * numberOf(value)))
  return {
    value: tf.scalar(total),
    gradient: (dy) => weights.map((weight) => tf.scalar(weight * numberOf(dy))),
  }
}
