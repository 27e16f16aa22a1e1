import { activeKernels, differentiableAll, type DifferentiableAll, type Save } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/** A sample of the code and what it costs. */
export interface Bottleneck {
  readonly z: tf.Tensor2D // [n, d]
  readonly kl: tf.Scalar
}

/**
 * The variational bottleneck of L_MIB: a sample z of q(z|x) = N(h, diag sigma^2) with log sigma^2 = h V + c, and
 * KL(q(z|x) || N(0, I)), summed over dimensions and averaged over rows.
 * @param h `[n, d]`
 * @param weight V `[d, d]`
 * @param bias c `[1, d]`
 * @param noise standard normal draws `[n, d]`; null takes the posterior mean, as in serving
 */
export function gaussianBottleneck(
  h: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor2D,
  noise: tf.Tensor2D | null,
): Bottleneck {
  const dimension = h.shape[1]
  checkShape('gaussianBottleneck', 'weight', weight, [dimension, dimension])
  checkShape('gaussianBottleneck', 'bias', bias, [1, dimension])
  if (noise) checkShape('gaussianBottleneck', 'noise', noise, h.shape)
  const body = activeKernels().gaussianBottleneck ?? gaussianBottleneckReference
  const [z, kl] = differentiableAll([h, weight, bias], (save) => body(h, weight, bias, noise, save))
  return { z, kl }
}

function gaussianBottleneckReference(
  h: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor2D,
  noise: tf.Tensor2D | null,
  save: Save,
): DifferentiableAll<[tf.Tensor2D, tf.Scalar]> {
  const rows = h.shape[0]
  const logVariance = tf.add(tf.matMul(h, weight), bias) // [n, d]
  const sigma = tf.exp(tf.mul(logVariance, 0.5)) // [n, d]
  const shift = noise ? tf.mul(sigma, noise) : tf.zerosLike(h) // [n, d]
  const terms = tf.sub(tf.sub(tf.add(tf.square(h), tf.square(sigma)), 1), logVariance) // [n, d]
  save([h, weight, sigma, shift])
  return {
    values: [tf.add(h, shift), tf.mul(tf.sum(terms), 0.5 / rows)],
    gradient: ([dz, dKl], [h, weight, sigma, shift]) => {
      const each = tf.mul(dKl, 1 / rows)
      const fromKl = tf.mul(tf.sub(tf.square(sigma!), 1), each) // [n, d]
      const dLogVariance: tf.Tensor2D = tf.mul(0.5, tf.add(tf.mul(dz, shift!), fromKl)) // [n, d]
      return [
        tf.addN([dz, tf.mul(h!, each), tf.matMul(dLogVariance, weight as tf.Tensor2D, false, true)]), // [n, d]
        tf.matMul(h as tf.Tensor2D, dLogVariance, true), // [d, d]
        tf.sum(dLogVariance, 0, true), // [1, d]
      ]
    },
  }
}
