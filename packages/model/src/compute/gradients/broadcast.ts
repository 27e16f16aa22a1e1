import * as tf from '@tensorflow/tfjs-core'

/** Sums a gradient over the axes along which an operand of shape `shape` was broadcast. */
export function sumTo(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  if (tf.util.arraysEqual(gradient.shape, shape)) return tf.clone(gradient)
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape)
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape)
}

/** Gives a reduced gradient its reduced axes back, as axes of length one, so that it broadcasts over the input. */
export function keepAxes(gradient: tf.Tensor, inputShape: number[], axis: number | number[] | null): tf.Tensor {
  const axes = axis === null ? inputShape.map((_, i) => i) : tf.util.parseAxisParam(axis, inputShape)
  return tf.reshape(
    gradient,
    inputShape.map((size, i) => (axes.includes(i) ? 1 : size)),
  )
}
