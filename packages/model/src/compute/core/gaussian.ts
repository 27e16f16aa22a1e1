import { engineInUse } from './engine-in-use.ts'
import { allocate } from './memory.ts'
import { matrixOf, read } from './arrays.ts'
import { ELEMENTWISE } from '../../core/abi.ts'
import * as tf from '../tf.ts'
import type { Differentiable, Save } from '../kernels.ts'

/** z = mu + sigma * noise */
export function sampleGaussian(
  mu: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  noise: tf.Tensor2D,
): Differentiable<tf.Tensor2D> {
  const [rows, columns] = mu.shape
  const z = allocate(mu.size)
  const shift = allocate(mu.size)
  engineInUse().call('gaussianSample', [mu.size], read(mu), read(logVariance), read(noise), z, shift)
  return {
    value: matrixOf(z, rows, columns),
    gradient: (dy) => {
      const half = allocate(shift.length)
      engineInUse().call('elementwise', [half.length, ELEMENTWISE.multiply, 0.5], read(dy), shift, half)
      return [tf.clone(dy), matrixOf(half, rows, columns)]
    },
  }
}

/** KL(N(mu, sigma^2) || N(0, I)), summed over dimensions and averaged over rows */
export function gaussianKl(mu: tf.Tensor2D, logVariance: tf.Tensor2D, save: Save): Differentiable<tf.Scalar> {
  const [rows, columns] = mu.shape
  save([mu])
  const variance = allocate(mu.size)
  const kl = allocate(1)
  engineInUse().call('gaussianKl', [mu.size, rows], read(mu), read(logVariance), variance, kl)
  return {
    value: tf.scalar(kl[0]),
    gradient: (dy, [mu]) => {
      const dMu = allocate(mu.size)
      const dLogVariance = allocate(mu.size)
      engineInUse().call('gaussianKlGradient', [mu.size, rows, read(dy)[0]], read(mu), variance, dMu, dLogVariance)
      return [matrixOf(dMu, rows, columns), matrixOf(dLogVariance, rows, columns)]
    },
  }
}
