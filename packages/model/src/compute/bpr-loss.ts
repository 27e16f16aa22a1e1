import { activeKernels, differentiable, type Differentiable, type Save } from './kernels.ts'
import * as tf from './tf.ts'

/**
 * Bayesian personalised ranking (Rendle et al., UAI 2009): mean of -log sigmoid(margin), computed as softplus(-margin),
 * which neither overflows nor loses small losses.
 * @param margin score of the positive less that of the negative `[b]`
 */
export function bprLoss(margin: tf.Tensor1D): tf.Scalar {
  const body = activeKernels().bprLoss ?? bprLossReference
  return differentiable([margin], (save) => body(margin, save))
}

function bprLossReference(margin: tf.Tensor1D, save: Save): Differentiable<tf.Scalar> {
  save([margin])
  return {
    value: tf.mean(tf.softplus(tf.neg(margin))) as tf.Scalar,
    gradient: (dy, [margin]) => [tf.mul(tf.mul(tf.sigmoid(tf.neg(margin)), -1 / margin.size), dy)], // [b]
  }
}
