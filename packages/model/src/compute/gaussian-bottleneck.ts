import { activeKernels, differentiable, type Differentiable, type Save } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/** A sample of the code and what it costs. */
export interface Bottleneck {
  readonly z: tf.Tensor2D // [n, d]
  readonly kl: tf.Scalar
}

/**
 * The variational bottleneck of L_MIB: a sample z of q(z|x) = N(mu, diag sigma^2) and KL(q(z|x) || N(0, I)), summed
 * over dimensions and averaged over rows.
 * @param mu `[n, d]`
 * @param logVariance log sigma^2 `[n, d]`
 * @param noise standard normal draws `[n, d]`; null takes the posterior mean, as in serving
 */
export function gaussianBottleneck(
  mu: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  noise: tf.Tensor2D | null,
): Bottleneck {
  checkShape('gaussianBottleneck', 'logVariance', logVariance, mu.shape)
  if (noise) checkShape('gaussianBottleneck', 'noise', noise, mu.shape)
  return { z: noise === null ? tf.clone(mu) : sample(mu, logVariance, noise), kl: gaussianKl(mu, logVariance) }
}

/** z = mu + sigma * noise */
function sample(mu: tf.Tensor2D, logVariance: tf.Tensor2D, noise: tf.Tensor2D): tf.Tensor2D {
  const body = activeKernels().sampleGaussian ?? sampleReference
  return differentiable([mu, logVariance], (save) => body(mu, logVariance, noise, save))
}

function sampleReference(
  mu: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  noise: tf.Tensor2D,
  save: Save,
): Differentiable<tf.Tensor2D> {
  const shift = tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise) as tf.Tensor2D // [n, d]
  save([shift])
  return {
    value: tf.add(mu, shift),
    gradient: (dy, [shift]) => [tf.clone(dy), tf.mul(dy, tf.mul(shift, 0.5))], // d sigma*eps / d log sigma^2
  }
}

/** KL = 1/2 sum_d (mu^2 + sigma^2 - 1 - log sigma^2), averaged over rows */
function gaussianKl(mu: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Scalar {
  const body = activeKernels().gaussianKl ?? klReference
  return differentiable([mu, logVariance], (save) => body(mu, logVariance, save))
}

function klReference(mu: tf.Tensor2D, logVariance: tf.Tensor2D, save: Save): Differentiable<tf.Scalar> {
  save([mu, logVariance])
  const terms = tf.sub(tf.sub(tf.add(tf.square(mu), tf.exp(logVariance)), 1), logVariance) // [n, d]
  const rows = mu.shape[0]
  return {
    value: tf.mul(tf.sum(terms), 0.5 / rows) as tf.Scalar,
    gradient: (dy, [mu, logVariance]) => [
      tf.mul(tf.mul(mu, 1 / rows), dy),
      tf.mul(tf.mul(tf.sub(tf.exp(logVariance), 1), 0.5 / rows), dy),
    ],
  }
}
