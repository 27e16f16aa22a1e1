import { activeKernels, differentiable, type Differentiable, type Save } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/**
 * Bayesian personalised ranking (Rendle et al., UAI 2009): mean of -log sigmoid(positive - negative), computed as
 * softplus(negative - positive), which neither overflows nor loses small losses.
 * @param positive `[b]`
 * @param negative `[b]`
 */
export function bprLoss(positive: tf.Tensor1D, negative: tf.Tensor1D): tf.Scalar {
  checkShape('bprLoss', 'negative', negative, positive.shape)
  const body = activeKernels().bprLoss ?? bprLossReference
  return differentiable([positive, negative], (save) => body(positive, negative, save))
}

function bprLossReference(positive: tf.Tensor1D, negative: tf.Tensor1D, save: Save): Differentiable<tf.Scalar> {
  const margin = tf.sub(negative, positive) // [b]
  save([margin])
  return {
    value: tf.mean(tf.softplus(margin)) as tf.Scalar,
    gradient: (dy, [margin]) => {
      const slope = tf.mul(tf.mul(tf.sigmoid(margin), 1 / margin.size), dy) // [b]
      return [tf.neg(slope), slope]
    },
  }
}
