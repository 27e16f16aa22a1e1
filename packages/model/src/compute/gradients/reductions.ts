import * as tf from '@tensorflow/tfjs-core'
import { keepAxes, register } from './register.ts'

/** Reductions over axes, and softmax. */
export function registerReductions(): void {
  register({
    kernel: tf.Sum,
    save: ['x'],
    gradient: (dy, [x], { axis }) => ({ x: () => tf.broadcastTo(keepAxes(dy, x!.shape, axis), x!.shape) }),
  })
  register({
    kernel: tf.Mean,
    save: ['x'],
    gradient: (dy, [x], { axis }) => ({
      x: () => tf.broadcastTo(tf.div(keepAxes(dy, x!.shape, axis), x!.size / dy.size), x!.shape),
    }),
  })
  for (const [kernel, attribute] of [
    [tf.Max, 'reductionIndices'],
    [tf.Min, 'axis'],
  ] as const) {
    register({
      kernel,
      save: ['x'],
      saveOutput: true,
      gradient: (dy, [x, y], attributes) => {
        const axis = (attributes as unknown as Record<string, number | number[] | null>)[attribute]!
        // Every element equal to the extreme receives the gradient, as in TensorFlow.js.
        const chosen = tf.cast(tf.equal(x!, keepAxes(y!, x!.shape, axis)), 'float32')
        return { x: () => tf.mul(keepAxes(dy, x!.shape, axis), chosen) }
      },
    })
  }
  register({
    kernel: tf.Softmax,
    saveOutput: true,
    gradient: (dy, [y]) => ({
      logits: () => tf.mul(y!, tf.sub(dy, tf.sum(tf.mul(dy, y!), -1, true))),
    }),
  })
  register({
    kernel: tf.LogSoftmax,
    saveOutput: true,
    gradient: (dy, [y]) => ({ logits: () => tf.sub(dy, tf.mul(tf.exp(y!), tf.sum(dy, -1, true))) }),
  })
}
