import { ELEMENTWISE, engineInUse } from '../../core/index.ts'
import { allocate } from '../memory.ts'
import { matrixOf, read } from './arrays.ts'
import * as tf from '../tf.ts'
import type { Differentiable } from '../kernels.ts'

/** mean softplus(-sum of margins). A few thousand numbers: crossing into the core would cost more than it saves. */
export function bprLoss(margins: tf.Tensor1D[]): Differentiable<tf.Scalar> {
  const share = sumOf(margins.map(read)) // of margins, and then sigmoid(-margin) in the same place
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
      const scale = -read(dy)[0]! / length
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

/** sum of w_n x_n: numbers, not arrays. */
export function sumScalars(values: readonly tf.Scalar[], weights: readonly number[]): Differentiable<tf.Scalar> {
  let total = 0
  values.forEach((value, n) => (total += weights[n]! * read(value)[0]!))
  return {
    value: tf.scalar(total),
    gradient: (dy) => weights.map((weight) => tf.scalar(weight * read(dy)[0]!)),
  }
}

/** In-batch InfoNCE. The core makes value and gradients in one pass over the similarities, so both are made here. */
export function infoNce(a: tf.Tensor2D, b: tf.Tensor2D, temperature: number): Differentiable<tf.Scalar> {
  const [rows, columns] = a.shape
  const da = allocate(a.size)
  const db = allocate(b.size)
  const loss = allocate(1)
  engineInUse().call('infoNce', [rows, columns, temperature], read(a), read(b), da, db, loss)
  return {
    value: tf.scalar(loss[0]!),
    gradient: (dy) => {
      const scale = read(dy)[0]!
      return [da, db].map((gradient) => matrixOf(scaled(gradient, scale), rows, columns))
    },
  }
}

function scaled(values: Float32Array, by: number): Float32Array {
  const result = allocate(values.length)
  engineInUse().call('elementwise', [values.length, ELEMENTWISE.scale, by], values, null, result)
  return result
}
