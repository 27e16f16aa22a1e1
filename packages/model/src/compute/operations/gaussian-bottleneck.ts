import { engineInUse, kernel } from '../../core/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { differentiableAll, numberOf, operation, type DifferentiableAll, type Save } from '../operation.ts'
import * as tf from '../tf.ts'

const BOTTLENECK = kernel('gaussianBottleneck', 11, ['in', 'in', 'in', 'in', 'out', 'out', 'out'])
const BOTTLENECK_GRADIENT = kernel('gaussianBottleneckGradient', 12, [
  ...['in', 'in', 'in', 'in', 'in'],
  ...['out', 'out', 'out'],
] as const)

/** A sample of the code and its divergence from the prior. */
export interface Bottleneck {
  readonly z: tf.Tensor2D // [n, d]
  readonly kl: tf.Scalar
}

const op = operation({
  name: 'gaussianBottleneck',
  reference: gaussianBottleneckReference,
  core: gaussianBottleneckCore,
})

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
  op.checkShape('weight', weight, [dimension, dimension])
  op.checkShape('bias', bias, [1, dimension])
  if (noise) op.checkShape('noise', noise, h.shape)
  const [z, kl] = differentiableAll([h, weight, bias], (save) => op.run(h, weight, bias, noise, save))
  return { z, kl }
}

function gaussianBottleneckReference(
  h: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor2D,
  noise: tf.Tensor2D | null,
  save: Save,
): DifferentiableAll<[z: tf.Tensor2D, kl: tf.Scalar]> {
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

function gaussianBottleneckCore(
  h: tf.Tensor2D,
  weight: tf.Tensor2D,
  bias: tf.Tensor2D,
  noise: tf.Tensor2D | null,
  save: Save,
): DifferentiableAll<[z: tf.Tensor2D, kl: tf.Scalar]> {
  const [rows, columns] = h.shape
  const [z, deviations, kl] = [allocate(h.size), allocate(h.size), allocate(1)]
  const inputs = [memoryOf(h), memoryOf(weight), memoryOf(bias), noise && memoryOf(noise)]
  engineInUse().call(BOTTLENECK, h.shape, ...inputs, z, deviations, kl)
  save([h, weight, matrixOf(deviations, rows, columns), ...(noise ? [noise] : [])])
  return {
    values: [matrixOf(z, rows, columns), tf.scalar(kl[0]!)],
    gradient: ([dz, dKl], [h, weight, sigma, noise]) => {
      const [dh, dWeight, dBias] = [allocate(h!.size), allocate(weight!.size), allocate(columns)]
      const inputs = [memoryOf(h!), memoryOf(weight!), memoryOf(sigma!), noise ? memoryOf(noise) : null, memoryOf(dz)]
      engineInUse().call(BOTTLENECK_GRADIENT, [rows, columns, numberOf(dKl)], ...inputs, dh, dWeight, dBias)
      return [matrixOf(dh, rows, columns), matrixOf(dWeight, columns, columns), matrixOf(dBias, 1, columns)]
    },
  }
}
