import * as tf from '@tensorflow/tfjs-core'
import { register, sumTo } from './register.ts'

/** Operations of two broadcast operands, and matrix products. */
export function registerArithmetic(): void {
  register({
    kernel: tf.Add,
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({ a: () => sumTo(dy, a!.shape), b: () => sumTo(dy, b!.shape) }),
  })
  register({
    kernel: tf.Sub,
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({ a: () => sumTo(dy, a!.shape), b: () => sumTo(tf.neg(dy), b!.shape) }),
  })
  register({
    kernel: tf.Multiply,
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({ a: () => sumTo(tf.mul(dy, b!), a!.shape), b: () => sumTo(tf.mul(dy, a!), b!.shape) }),
  })
  register({
    kernel: tf.RealDiv,
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({
      a: () => sumTo(tf.div(dy, b!), a!.shape),
      b: () => sumTo(tf.neg(tf.div(tf.mul(dy, a!), tf.square(b!))), b!.shape),
    }),
  })
  register({
    kernel: tf.SquaredDifference,
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({
      a: () => sumTo(tf.mul(dy, tf.mul(2, tf.sub(a!, b!))), a!.shape),
      b: () => sumTo(tf.mul(dy, tf.mul(2, tf.sub(b!, a!))), b!.shape),
    }),
  })
  register({
    kernel: tf.Maximum,
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({
      a: () => sumTo(tf.mul(dy, tf.cast(tf.greaterEqual(a!, b!), 'float32')), a!.shape),
      b: () => sumTo(tf.mul(dy, tf.cast(tf.less(a!, b!), 'float32')), b!.shape),
    }),
  })
  register({
    kernel: tf.Minimum,
    save: ['a', 'b'],
    gradient: (dy, [a, b]) => ({
      a: () => sumTo(tf.mul(dy, tf.cast(tf.lessEqual(a!, b!), 'float32')), a!.shape),
      b: () => sumTo(tf.mul(dy, tf.cast(tf.greater(a!, b!), 'float32')), b!.shape),
    }),
  })
  register({
    kernel: tf.Pow,
    save: ['a', 'b'],
    saveOutput: true,
    gradient: (dy, [a, b, y]) => ({
      a: () => sumTo(tf.mul(dy, tf.mul(b!, tf.pow(a!, tf.sub(b!, 1)))), a!.shape),
      // log only where a > 0, as in TensorFlow: elsewhere the power has no real derivative in its exponent
      b: () => sumTo(tf.mul(dy, tf.mul(y!, tf.where(tf.greater(a!, 0), tf.log(a!), tf.zerosLike(a!)))), b!.shape),
    }),
  })
  register({
    kernel: tf.AddN,
    save: 'all',
    gradient: (dy, saved) => saved.map(() => () => tf.clone(dy)),
  })
  register({
    kernel: tf.BatchMatMul,
    save: ['a', 'b'],
    gradient: (dy, [a, b], { transposeA, transposeB }) => ({
      // y = op(A) op(B): dA = dY op(B)^T and dB = op(A)^T dY, each transposed once more where its operand was
      a: () => (transposeA ? tf.matMul(b!, dy, transposeB, true) : tf.matMul(dy, b!, false, !transposeB)),
      b: () => (transposeB ? tf.matMul(dy, a!, true, transposeA) : tf.matMul(a!, dy, !transposeA, false)),
    }),
  })
}
