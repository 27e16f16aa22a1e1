import { engineInUse } from './engine-in-use.ts'
import { matrixOf, read } from './arrays.ts'
import { ELEMENTWISE } from '../../core/abi.ts'
import * as tf from '../tf.ts'
import type { Differentiable } from '../kernels.ts'

/** z = mu + sigma * noise */
export function sampleGaussian(
  mu: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  noise: tf.Tensor2D,
): Differentiable<tf.Tensor2D> {
  const [rows, columns] = mu.shape
  const z = new Float32Array(mu.size)
  const shift = new Float32Array(mu.size)
  engineInUse().call('gaussianSample', [mu.size], read(mu), read(logVariance), read(noise), z, shift)
  return {
    value: matrixOf(z, rows, columns),
    gradient: (dy) => {
      const half = new Float32Array(shift.length)
      engineInUse().call('elementwise', [half.length, ELEMENTWISE.multiply, 0.5], read(dy), shift, half)
      return [tf.clone(dy), matrixOf(half, rows, columns)]
    },
  }
}

/** KL(N(mu, sigma^2) || N(0, I)), summed over dimensions and averaged over rows */
export function gaussianKl(mu: tf.Tensor2D, logVariance: tf.Tensor2D): Differentiable<tf.Scalar> {
  const [rows, columns] = mu.shape
  const means = read(mu)
  const variance = new Float32Array(mu.size)
  const kl = new Float32Array(1)
  engineInUse().call('gaussianKl', [mu.size, rows], means, read(logVariance), variance, kl)
  return {
    value: tf.scalar(kl[0]),
    gradient: (dy) => {
      const dMu = new Float32Array(means.length)
      const dLogVariance = new Float32Array(means.length)
      engineInUse().call('gaussianKlGradient', [means.length, rows, read(dy)[0]], means, variance, dMu, dLogVariance)
      return [matrixOf(dMu, rows, columns), matrixOf(dLogVariance, rows, columns)]
    },
  }
}
