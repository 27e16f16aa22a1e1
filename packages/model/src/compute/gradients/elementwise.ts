import * as tf from '@tensorflow/tfjs-core'
import { register } from './register.ts'

type Local = (dy: tf.Tensor, kept: tf.Tensor, attributes: { alpha: number }) => tf.Tensor

/** y = f(x) with the derivative written in x. */
const ofInput = (kernel: string, derivative: Local): void =>
  register({ kernel, save: ['x'], gradient: (dy, [x], attributes) => ({ x: () => derivative(dy, x!, attributes) }) })

/** y = f(x) with the derivative written in y, so that x need not be saved. */
const ofOutput = (kernel: string, derivative: Local): void =>
  register({
    kernel,
    saveOutput: true,
    gradient: (dy, [y], attributes) => ({ x: () => derivative(dy, y!, attributes) }),
  })

/** Elementwise operations. Where possible, terms have one shape, because the core has kernels for those. */
export function registerElementwise(): void {
  ofInput(tf.Abs, (dy, x) => tf.mul(dy, tf.sign(x)))
  ofOutput(tf.Elu, (dy, y) => tf.where(tf.greater(y, 0), dy, tf.mul(dy, tf.add(y, 1))))
  ofOutput(tf.Exp, (dy, y) => tf.mul(dy, y))
  ofInput(tf.Expm1, (dy, x) => tf.mul(dy, tf.exp(x)))
  ofInput(tf.LeakyRelu, (dy, x, { alpha }) => tf.where(tf.greater(x, 0), dy, tf.mul(dy, alpha)))
  ofInput(tf.Log, (dy, x) => tf.div(dy, x))
  ofInput(tf.Log1p, (dy, x) => tf.div(dy, tf.add(x, 1)))
  ofInput(tf.Neg, (dy) => tf.neg(dy))
  ofInput(tf.Reciprocal, (dy, x) => tf.neg(tf.div(dy, tf.square(x))))
  ofInput(tf.Relu, (dy, x) => tf.mul(dy, tf.cast(tf.greater(x, 0), 'float32')))
  ofOutput(tf.Rsqrt, (dy, y) => tf.mul(dy, tf.mul(-0.5, tf.mul(y, tf.square(y)))))
  ofOutput(tf.Sigmoid, (dy, y) => tf.mul(dy, tf.sub(y, tf.mul(y, y))))
  ofInput(tf.Softplus, (dy, x) => tf.mul(dy, tf.sigmoid(x)))
  ofOutput(tf.Sqrt, (dy, y) => tf.div(dy, tf.mul(2, y)))
  ofInput(tf.Square, (dy, x) => tf.mul(dy, tf.mul(2, x)))
  ofOutput(tf.Tanh, (dy, y) => tf.sub(dy, tf.mul(dy, tf.mul(y, y))))
  register({
    kernel: tf.ClipByValue,
    save: ['x'],
    gradient: (dy, [x], { clipValueMin, clipValueMax }) => ({
      x: () =>
        tf.where(
          tf.logicalAnd(tf.greaterEqual(x!, clipValueMin), tf.lessEqual(x!, clipValueMax)),
          dy,
          tf.zerosLike(dy),
        ),
    }),
  })
  register({
    kernel: tf.Select,
    save: ['condition'],
    gradient: (dy, [condition]) => ({
      condition: () => tf.zeros(condition!.shape),
      t: () => tf.where(condition!, dy, tf.zerosLike(dy)),
      e: () => tf.where(condition!, tf.zerosLike(dy), dy),
    }),
  })
  register({ kernel: tf.Identity, gradient: (dy) => ({ x: () => tf.cast(dy, 'float32') }) })
  register({ kernel: tf.Cast, gradient: (dy) => ({ x: () => tf.cast(dy, 'float32') }) })
  // Zero gradients for step functions and comparisons, so that masks of differentiated values can be on the tape.
  for (const kernel of [tf.Sign, tf.Step, tf.Floor, tf.Round, tf.Ceil]) ofInput(kernel, (dy) => tf.zerosLike(dy))
  for (const kernel of [tf.Greater, tf.GreaterEqual, tf.Less, tf.LessEqual, tf.Equal, tf.NotEqual]) {
    register({
      kernel,
      save: ['a', 'b'],
      gradient: (_, [a, b]) => ({ a: () => tf.zeros(a!.shape), b: () => tf.zeros(b!.shape) }),
    })
  }
  register({ kernel: tf.ZerosLike, gradient: (dy) => ({ x: () => tf.zerosLike(dy) }) })
  register({ kernel: tf.OnesLike, gradient: (dy) => ({ x: () => tf.zerosLike(dy) }) })
}
