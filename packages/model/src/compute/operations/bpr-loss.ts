import { allocate, memoryOf } from '../memory.ts'
import { differentiable, numberOf, operation, type Differentiable, type Save } from '../operation.ts'
import * as tf from '../tf.ts'

const op = operation({ name: 'bprLoss', reference: bprLossReference, core: bprLossCore })

/**
 * Bayesian personalized ranking (Rendle et al., UAI 2009): mean of -log sigmoid(margin), computed as softplus(-margin),
 * which neither overflows nor loses small losses.
 * @param margins score of the positive less that of the negative, in parts that add up to it `[b]` each
 */
export function bprLoss(...margins: tf.Tensor1D[]): tf.Scalar {
  for (const margin of margins) op.checkShape('a margin', margin, margins[0]!.shape)
  return differentiable(margins, (save) => op.run(margins, save))
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

/** Plain loops on the host's memory: for a few thousand numbers a call of the core costs more than it saves. */
function bprLossCore(margins: tf.Tensor1D[]): Differentiable<tf.Scalar> {
  const share = sumOf(margins.map(memoryOf)) // the margins, overwritten by sigmoid(-margin)
  const { length } = share
  let total = 0
  for (let i = 0; i < length; i++) {
    const margin = share[i]!
    const e = Math.exp(-Math.abs(margin))
    total += Math.max(-margin, 0) + Math.log1p(e)
    share[i] = (margin < 0 ? 1 : e) / (1 + e)
  }
  return {
    value: tf.scalar(total / length),
    gradient: (dy) => {
      const scale = -numberOf(dy) / length
      const slope = allocate(length)
      for (let i = 0; i < length; i++) slope[i] = share[i]! * scale
      const whole = tf.tensor1d(slope)
      return margins.map((_, n) => (n === 0 ? whole : tf.clone(whole)))
    },
  }
}

function sumOf([first, ...others]: readonly Float32Array[]): Float32Array {
  const sum = first!.slice()
  for (const values of others) for (let i = 0; i < sum.length; i++) sum[i]! += values[i]!
  return sum
}
