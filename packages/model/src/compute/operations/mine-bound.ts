import { engineInUse, kernel } from '../../core/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { differentiable, numberOf, operation } from '../operation.ts'
import * as tf from '../tf.ts'

const MINE_BOUND = kernel('mineBound', 15, [
  ...['in', 'in', 'in', 'in', 'in', 'in', 'in', 'in'],
  ...['out', 'out', 'out', 'out', 'out', 'out', 'out'],
] as const)

/** The critic T(za, zb): a layer on the concatenation [za | zb], written as two products, ReLU, and one output. */
export interface CriticWeights {
  readonly wa: tf.Tensor2D // [da, h]
  readonly wb: tf.Tensor2D // [db, h]
  readonly bias: tf.Tensor1D // [h]
  readonly out: tf.Tensor1D // [h]
  readonly outBias: tf.Scalar
}

/**
 * The running mean of E_marginals[exp T] over the steps so far, and the weight of a new batch in it. It is held as its
 * logarithm, because exp T of a young critic can pass e^88, the largest float32.
 */
export interface MovingMean {
  readonly log: number
  readonly share: number
}

/** What the encoders minimize, and the gradients by which the critic maximizes it. */
export interface MineBound {
  /** In nats; its gradient reaches za and zb, with the critic held still. */
  readonly bound: tf.Scalar
  /** The gradient of the bound in the critic's weights, in the order of `CriticWeights`. The caller disposes them. */
  readonly ascent: readonly [wa: tf.Tensor2D, wb: tf.Tensor2D, bias: tf.Tensor1D, out: tf.Tensor1D, outBias: tf.Scalar]
  /** The logarithm of the running mean with this batch in it. The caller disposes it. */
  readonly logMovingMean: tf.Scalar
}

/** All that a body computes in one pass. The gradients of the codes are those of the bound itself. */
interface MineBoundParts extends MineBound {
  readonly dZa: tf.Tensor2D // [n, da]
  readonly dZb: tf.Tensor2D // [n, db]
}

/** The shuffle of the marginals and its inverse. `[n]` each */
interface Permutations {
  readonly shuffle: Int32Array
  readonly back: Int32Array
}

const op = operation({ name: 'mineBound', reference: mineBoundReference, core: mineBoundCore })

/**
 * The Donsker-Varadhan bound on I(Za; Zb) by MINE's critic (Belghazi et al., ICML 2018, eq. 10),
 *
 *     E_joint[T] - log E_marginals[exp T],   T = relu([za | zb] W + bias) out + outBias,
 *
 * and the gradients of both sides of its min-max in one pass, because both are taken at the same codes and weights. The
 * pairs of the marginals re-use the products of the joint pairs. The critic's gradient of the log of a batch mean is
 * biased, so it uses the running mean instead (section 3.2).
 *
 * @param za `[n, da]`
 * @param zb `[n, db]`
 * @param shuffle row of zb for each row of za in the marginals, a permutation `[n]`
 * @throws RangeError for shapes that do not fit, or a shuffle that is not a permutation
 */
export function mineBound(
  za: tf.Tensor2D,
  zb: tf.Tensor2D,
  critic: CriticWeights,
  shuffle: Int32Array,
  movingMean: MovingMean,
): MineBound {
  const { wa, wb, bias, out, outBias } = critic
  const hidden = wa.shape[1]
  op.checkShape('zb', zb, [za.shape[0], zb.shape[1]])
  op.checkShape('wa', wa, [za.shape[1], hidden])
  op.checkShape('wb', wb, [zb.shape[1], hidden])
  op.checkShape('bias', bias, [hidden])
  op.checkShape('out', out, [hidden])
  op.checkShape('outBias', outBias, [])
  if (shuffle.length !== za.shape[0]) throw new RangeError('mineBound: the shuffle must name every row')
  const back = inverse(shuffle)
  let side: Omit<MineBound, 'bound'> | undefined
  const bound = differentiable([za, zb], (save) => {
    const { bound, dZa, dZb, ascent, logMovingMean } = op.run(za, zb, critic, { shuffle, back }, movingMean)
    for (const tensor of [...ascent, logMovingMean]) tf.keep(tensor)
    side = { ascent, logMovingMean }
    save([dZa, dZb])
    return { value: bound, gradient: (dy, [dZa, dZb]) => [tf.mul(dZa!, dy), tf.mul(dZb!, dy)] }
  }) as tf.Scalar
  if (!side) throw new Error('a custom gradient runs its forward pass at once')
  return { bound, ...side }
}

function mineBoundReference(
  za: tf.Tensor2D,
  zb: tf.Tensor2D,
  { wa, wb, bias, out, outBias }: CriticWeights,
  { shuffle, back }: Permutations,
  { log, share }: MovingMean,
): MineBoundParts {
  const n = za.shape[0]
  const reorder = (x: tf.Tensor, order: Int32Array) => tf.gather(x, tf.tensor1d(order, 'int32'))
  const fromA = tf.add(tf.matMul(za, wa), bias) // [n, h]
  const fromB = tf.matMul(zb, wb) // [n, h]
  const joint = tf.relu(tf.add(fromA, fromB)) // [n, h]
  const marginal = tf.relu(tf.add(fromA, reorder(fromB, shuffle))) // [n, h]
  const scoreOf = (hidden: tf.Tensor) => tf.add(tf.sum(tf.mul(hidden, out), 1), outBias) // [n]
  const scores = scoreOf(marginal)
  const logMean = tf.sub(tf.logSumExp(scores), Math.log(n))
  const weights = tf.expandDims(tf.div(tf.exp(tf.sub(scores, logMean)), n), 1) // [n, 1], softmax over the marginals
  // The running mean over the batch's mean. The cap on the exponent keeps the ratio finite.
  const moved = tf.add(tf.mul(tf.exp(tf.minimum(tf.sub(log, logMean), 80)), 1 - share), share)
  const correction = tf.reciprocal(moved)

  const active = (hidden: tf.Tensor) => tf.mul(tf.cast(tf.greater(hidden, 0), 'float32'), out) // [n, h]
  const dJoint = tf.div(active(joint), n) // [n, h]
  const dMarginal = tf.neg(tf.mul(active(marginal), weights)) // [n, h]
  const dBack = reorder(dMarginal, back) // [n, h], in the order of zb
  const corrected = (d: tf.Tensor) => tf.add(dJoint, tf.mul(d, correction)) as tf.Tensor2D // [n, h]
  return {
    bound: tf.sub(tf.mean(scoreOf(joint)), logMean) as tf.Scalar,
    dZa: tf.matMul(tf.add(dJoint, dMarginal) as tf.Tensor2D, wa, false, true),
    dZb: tf.matMul(tf.add(dJoint, dBack) as tf.Tensor2D, wb, false, true),
    ascent: [
      tf.matMul(za, corrected(dMarginal), true), // [da, h]
      tf.matMul(zb, corrected(dBack), true), // [db, h]
      tf.sum(corrected(dMarginal), 0), // [h]
      tf.sub(tf.mean(joint, 0), tf.mul(tf.sum(tf.mul(marginal, weights), 0), correction)), // [h]
      tf.sub(1, correction) as tf.Scalar,
    ],
    logMovingMean: tf.add(logMean, tf.log(moved)) as tf.Scalar,
  }
}

function mineBoundCore(
  za: tf.Tensor2D,
  zb: tf.Tensor2D,
  { wa, wb, bias, out, outBias }: CriticWeights,
  { shuffle, back }: Permutations,
  { log, share }: MovingMean,
): MineBoundParts {
  const [n, da] = za.shape
  const [db, h] = wb.shape
  const inputs = [za, zb, wa, wb, bias, out].map(memoryOf)
  const gradients = inputs.map((input) => allocate(input.length))
  const [dZa, dZb, dWa, dWb, dBias, dOut] = gradients
  const result = allocate(3) // bound, log of the moving mean, gradient of outBias
  const scalars = [n, da, db, h, numberOf(outBias), log, share]
  engineInUse().call(MINE_BOUND, scalars, ...inputs, shuffle, back, ...gradients, result)
  return {
    bound: tf.scalar(result[0]!),
    dZa: matrixOf(dZa!, n, da),
    dZb: matrixOf(dZb!, n, db),
    ascent: [
      matrixOf(dWa!, da, h),
      matrixOf(dWb!, db, h),
      tf.tensor1d(dBias!),
      tf.tensor1d(dOut!),
      tf.scalar(result[2]!),
    ],
    logMovingMean: tf.scalar(result[1]!),
  }
}

/** The inverse of a permutation. */
function inverse(permutation: Int32Array): Int32Array {
  const inverted = new Int32Array(permutation.length).fill(-1)
  permutation.forEach((to, from) => (inverted[to] = from))
  if (inverted.includes(-1)) throw new RangeError('mineBound: the shuffle must be a permutation')
  return inverted
}
