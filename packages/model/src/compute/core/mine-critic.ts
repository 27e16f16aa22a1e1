import { engineInUse } from './engine-in-use.ts'
import { read } from './arrays.ts'
import { inverse, type CriticWeights } from '../mine-critic.ts'
import * as tf from '../tf.ts'
import type { Differentiable } from '../kernels.ts'

/** The critic of MINE, value and its seven gradients. */
export function mineCritic(
  za: tf.Tensor2D,
  zb: tf.Tensor2D,
  { wa, wb, bias, out, outBias }: CriticWeights,
  pairing: Int32Array | null,
): Differentiable<tf.Tensor1D> {
  if (pairing) inverse(pairing) // refuses what is no permutation of the rows
  const n = za.shape[0]
  const sizes = [n, za.shape[1], zb.shape[1], wa.shape[1]]
  const inputs = [za, zb, wa, wb, bias, out, outBias].map(read)
  const hidden = new Float32Array(n * wa.shape[1])
  const value = new Float32Array(n)
  engineInUse().call('critic', sizes, ...inputs, pairing, hidden, value)
  const shapes = [za, zb, wa, wb, bias, out, outBias].map((tensor) => tensor.shape)
  return {
    value: tf.tensor1d(value),
    gradient: (dy) => {
      const [a, b, weightsA, weightsB, , outWeights] = inputs
      const gradients = inputs.map((input) => new Float32Array(input.length))
      const saved = [a, b, weightsA, weightsB, outWeights]
      engineInUse().call('criticGradient', sizes, ...saved, pairing, hidden, read(dy), ...gradients)
      return gradients.map((gradient, i) => tf.tensor(gradient, shapes[i]))
    },
  }
}
