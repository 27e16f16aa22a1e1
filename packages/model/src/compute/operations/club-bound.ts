import { differentiable, operation } from '../operation.ts'
import * as tf from '../tf.ts'

/** log sigma^2 of q stays between -4, the noise of a code at the start of training, and 4: q is never overconfident. */
const LOG_VARIANCE_LIMIT = 4

/** The network of q(zb | za) = N(mean, diag sigma^2): one hidden layer, and two on top of it. */
export interface ClubWeights {
  readonly hidden: tf.Tensor2D // [da, h]
  readonly hiddenBias: tf.Tensor2D // [1, h]
  readonly mean: tf.Tensor2D // [h, db]
  readonly meanBias: tf.Tensor2D // [1, db]
  readonly logVariance: tf.Tensor2D // [h, db]
  readonly logVarianceBias: tf.Tensor2D // [1, db]
}

/** What the encoders minimize, and the gradients that fit q. */
export interface ClubBound {
  /** In nats; its gradient reaches za and zb, with the network held still. */
  readonly bound: tf.Scalar
  /** The gradient of E_joint[-log q] in the weights, in the order of `ClubWeights`. The caller disposes them. */
  readonly descent: readonly tf.Tensor2D[]
}

/** All that the body computes in one pass. The gradients of the codes are those of the bound itself. */
interface ClubBoundParts extends ClubBound {
  readonly dZa: tf.Tensor2D // [n, da]
  readonly dZb: tf.Tensor2D // [n, db]
}

const op = operation({ name: 'clubBound', reference: clubBoundReference })

/**
 * The contrastive log-ratio upper bound on I(Za; Zb) of CLUB (Cheng et al., ICML 2020, eq. 10),
 *
 *     E_joint[log q(zb | za)] - E_marginals[log q(zb | za)],
 *
 * and the gradients that fit q by likelihood, in one pass, because both are taken at the same codes and weights. The
 * marginals are all pairs of rows. For a Gaussian q their mean follows from the mean and the variance of zb:
 * E_j (zb_j - mean_i)^2 = var(zb) + (mean_i - E zb)^2.
 *
 * @param za `[n, da]`
 * @param zb `[n, db]`
 * @throws RangeError for shapes that do not fit
 */
export function clubBound(za: tf.Tensor2D, zb: tf.Tensor2D, network: ClubWeights): ClubBound {
  const [n, da] = za.shape
  const [h, db] = network.mean.shape
  op.checkShape('zb', zb, [n, db])
  op.checkShape('hidden', network.hidden, [da, h])
  op.checkShape('hiddenBias', network.hiddenBias, [1, h])
  op.checkShape('meanBias', network.meanBias, [1, db])
  op.checkShape('logVariance', network.logVariance, [h, db])
  op.checkShape('logVarianceBias', network.logVarianceBias, [1, db])
  let kept: readonly tf.Tensor2D[] = []
  const bound = differentiable([za, zb], (save) => {
    const { bound, dZa, dZb, descent } = op.run(za, zb, network)
    kept = descent.map((gradient) => tf.keep(gradient))
    save([dZa, dZb])
    return { value: bound, gradient: (dy, [dZa, dZb]) => [tf.mul(dZa!, dy), tf.mul(dZb!, dy)] }
  }) as tf.Scalar
  return { bound, descent: kept }
}

function clubBoundReference(za: tf.Tensor2D, zb: tf.Tensor2D, network: ClubWeights): ClubBoundParts {
  const n = za.shape[0]
  const ones = tf.ones<tf.Rank.R2>([n, 1])
  const spread = (row: tf.Tensor2D): tf.Tensor2D => tf.matMul(ones, row) // [n, width]; a product is fast on every backend
  const sumRows = (x: tf.Tensor2D): tf.Tensor2D => tf.matMul(ones, x, true) // [1, width]
  const layer = (x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D => tf.add(tf.matMul(x, w), spread(b))
  const times = (x: tf.Tensor2D, by: tf.Tensor2D | number): tf.Tensor2D => tf.mul(x, by)
  const less = (x: tf.Tensor2D, by: tf.Tensor2D): tf.Tensor2D => tf.sub(x, by)

  const hidden = tf.relu(layer(za, network.hidden, network.hiddenBias)) // [n, h]
  const mean = layer(hidden, network.mean, network.meanBias) // [n, db]
  const bent = tf.tanh(times(layer(hidden, network.logVariance, network.logVarianceBias), 1 / LOG_VARIANCE_LIMIT)) // [n, db]
  const precision = tf.exp(times(bent, -LOG_VARIANCE_LIMIT)) // [n, db]
  const bend = less(tf.onesLike(bent), times(bent, bent)) // [n, db], d log sigma^2 / d input of the tanh

  const centre = spread(times(sumRows(zb), 1 / n)) // [n, db]
  const off = less(zb, centre) // [n, db]
  const variance = spread(times(sumRows(times(off, off)), 1 / n)) // [n, db]
  const apart = less(mean, centre) // [n, db]
  const rest = less(zb, mean) // [n, db]
  const own = times(times(rest, rest), precision) // [n, db]
  const gap = less(times(tf.add(times(apart, apart), variance), precision), own) // [n, db]
  const weighted = times(times(rest, precision), 1 / n) // [n, db]

  /** From gradients of the mean and of the tanh's input to those of the ReLU's input. */
  const active = tf.step(hidden) // [n, h]
  const toHidden = (dMean: tf.Tensor2D, dBent: tf.Tensor2D) =>
    times(
      tf.add(tf.matMul(dMean, network.mean, false, true), tf.matMul(dBent, network.logVariance, false, true)),
      active,
    )
  // gradients of the bound
  const dMean = times(times(off, precision), 1 / n) // [n, db]
  const dBent = times(times(gap, -1 / (2 * n)), bend) // [n, db]
  // row j of zb is in its joint pair and in the marginals of all rows: mean over i of (zb_j - mean_i) / sigma_i^2
  const away = times(zb, spread(times(sumRows(precision), 1 / n ** 2))) // [n, db]
  const towards = spread(times(sumRows(times(mean, precision)), 1 / n ** 2)) // [n, db]
  // gradients of -log q
  const fitMean = times(weighted, -1) // [n, db]
  const fitBent = times(times(less(tf.onesLike(own), own), 1 / (2 * n)), bend) // [n, db]
  const fitHidden = toHidden(fitMean, fitBent) // [n, h]
  return {
    bound: tf.mul(tf.sum(gap), 1 / (2 * n)) as tf.Scalar,
    dZa: tf.matMul(toHidden(dMean, dBent), network.hidden, false, true),
    dZb: less(less(away, towards), weighted),
    descent: [
      tf.matMul(za, fitHidden, true), // [da, h]
      sumRows(fitHidden), // [1, h]
      tf.matMul(hidden, fitMean, true), // [h, db]
      sumRows(fitMean), // [1, db]
      tf.matMul(hidden, fitBent, true), // [h, db]
      sumRows(fitBent), // [1, db]
    ],
  }
}
