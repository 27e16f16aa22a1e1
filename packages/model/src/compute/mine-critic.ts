import { activeKernels, differentiable, type Differentiable, type Save } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/** The critic T(za, zb): a layer on the concatenation [za | zb], written as two products, ReLU, and one output. */
export interface CriticWeights {
  readonly wa: tf.Tensor2D // [da, h]
  readonly wb: tf.Tensor2D // [db, h]
  readonly bias: tf.Tensor1D // [h]
  readonly out: tf.Tensor1D // [h]
  readonly outBias: tf.Scalar
}

/**
 * The critic of MINE (Belghazi et al., ICML 2018) on pairs (za[i], zb[pairing[i]]):
 * `relu(za @ wa + (zb @ wb)[pairing] + bias) @ out + outBias`. A pairing re-orders a product that is already there
 * instead of the codes, so the pairs of the marginals cost no more than the joint ones.
 * @param za `[n, da]`
 * @param zb `[n, db]`
 * @param pairing row of zb for each row of za, a permutation; null for the joint pairs `[n]`
 * @returns `[n]`
 */
export function mineCritic(
  za: tf.Tensor2D,
  zb: tf.Tensor2D,
  critic: CriticWeights,
  pairing: Int32Array | null,
): tf.Tensor1D {
  const body = activeKernels().mineCritic ?? mineCriticReference
  const { wa, wb, bias, out, outBias } = critic
  const hidden = wa.shape[1]
  checkShape('mineCritic', 'zb', zb, [za.shape[0], zb.shape[1]])
  checkShape('mineCritic', 'wa', wa, [za.shape[1], hidden])
  checkShape('mineCritic', 'wb', wb, [zb.shape[1], hidden])
  checkShape('mineCritic', 'bias', bias, [hidden])
  checkShape('mineCritic', 'out', out, [hidden])
  checkShape('mineCritic', 'outBias', outBias, [])
  if (pairing && pairing.length !== za.shape[0]) throw new RangeError('a pairing of the critic must name every row')
  return differentiable([za, zb, wa, wb, bias, out, outBias], (save) => body(za, zb, critic, pairing, save))
}

function mineCriticReference(
  za: tf.Tensor2D,
  zb: tf.Tensor2D,
  { wa, wb, bias, out, outBias }: CriticWeights,
  pairing: Int32Array | null,
  save: Save,
): Differentiable<tf.Tensor1D> {
  const paired = (x: tf.Tensor2D, order: Int32Array | null): tf.Tensor2D =>
    order === null ? x : tf.gather(x, tf.tensor1d(order, 'int32'))
  const hidden = tf.relu(tf.add(tf.add(tf.matMul(za, wa), paired(tf.matMul(zb, wb), pairing)), bias)) // [n, h]
  save([za, zb, wa, wb, out, hidden])
  return {
    value: tf.add(tf.sum(tf.mul(hidden, out), 1), outBias), // [n]
    gradient: (dy, saved) => {
      const [za, zb, wa, wb, out, hidden] = saved as [...tf.Tensor2D[], tf.Tensor2D]
      const column = tf.expandDims(dy, 1) // [n, 1]
      const active = tf.cast(tf.greater(hidden, 0), 'float32')
      const dHidden = tf.mul(tf.mul(column, out), active) as tf.Tensor2D // [n, h]
      const dPaired = paired(dHidden, pairing && inverse(pairing)) // [n, h], in the order of zb
      return [
        tf.matMul(dHidden, wa, false, true), // [n, da]
        tf.matMul(dPaired, wb, false, true), // [n, db]
        tf.matMul(za, dHidden, true), // [da, h]
        tf.matMul(zb, dPaired, true), // [db, h]
        tf.sum(dHidden, 0), // [h]
        tf.sum(tf.mul(column, hidden), 0), // [h]
        tf.sum(dy),
      ]
    },
  }
}

/** The pairing seen from the other side. */
export function inverse(permutation: Int32Array): Int32Array {
  const inverted = new Int32Array(permutation.length).fill(-1)
  permutation.forEach((to, from) => (inverted[to] = from))
  if (inverted.includes(-1)) throw new RangeError('a pairing of the critic must be a permutation')
  return inverted
}
