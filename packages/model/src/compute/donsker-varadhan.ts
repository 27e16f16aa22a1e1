import { differentiable } from './kernels.ts'
import * as tf from './tf.ts'

/**
 * The Donsker-Varadhan bound on mutual information, E_joint[T] - log E_marginals[exp T] (MINE, eq. 10).
 * The gradient of the log of a batch mean is biased: with `movingMean`, the running mean of E_marginals[exp T] over
 * the steps so far, it is divided by that instead of by the batch's own mean (MINE, section 3.2). The value is the
 * batch's own either way.
 * @param joint T on pairs that belong together `[n]`
 * @param marginals T on re-paired ones `[m]`
 */
export function donskerVaradhan(joint: tf.Tensor1D, marginals: tf.Tensor1D, movingMean?: number): tf.Scalar {
  return differentiable([joint, marginals], (save) => {
    const logMean = tf.sub(tf.logSumExp(marginals), Math.log(marginals.size))
    save([marginals, logMean])
    return {
      value: tf.sub(tf.mean(joint), logMean) as tf.Scalar,
      gradient: (dy, [marginals, logMean]) => {
        const divisor = movingMean === undefined ? logMean : Math.log(movingMean)
        const weights = tf.div(tf.exp(tf.sub(marginals, divisor)), marginals.size) // [m]
        return [tf.mul(tf.fill(joint.shape, 1 / joint.size), dy), tf.neg(tf.mul(weights, dy))]
      },
    }
  })
}

/** E_marginals[exp T] of a batch, to be averaged over steps for `donskerVaradhan`. */
export function meanExp(marginals: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.exp(marginals)) as tf.Scalar)
}
