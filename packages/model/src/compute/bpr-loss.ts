import { activeKernels, differentiable, type Differentiable, type Save } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/**
 * Bayesian personalized ranking (Rendle et al., UAI 2009): mean of -log sigmoid(margin), computed as softplus(-margin),
 * which neither overflows nor loses small losses.
 * @param margins score of the positive less that of the negative, as the sum of what terms of the score give it `[b]` each
 */
export function bprLoss(...margins: tf.Tensor1D[]): tf.Scalar {
  for (const margin of margins) checkShape('bprLoss', 'a margin', margin, margins[0]!.shape)
  const body = activeKernels().bprLoss ?? bprLossReference
  return differentiable(margins, (save) => body(margins, save))
}

function bprLossReference(margins: tf.Tensor1D[], save: Save): Differentiable<tf.Scalar> {
  const margin = tf.addN(margins) as tf.Tensor1D
  save([margin])
  return {
    value: tf.mean(tf.softplus(tf.neg(margin))) as tf.Scalar,
    gradient: (dy, [margin]) => {
      const slope = tf.mul(tf.mul(tf.sigmoid(tf.neg(margin!)), -1 / margin!.size), dy) // [b]
      return margins.map(() => tf.clone(slope))
    },
  }
}
