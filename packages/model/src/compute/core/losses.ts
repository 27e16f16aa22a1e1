import { engineInUse } from './engine-in-use.ts'
import { allocate } from './memory.ts'
import { matrixOf, read } from './arrays.ts'
import { ELEMENTWISE } from '../../core/abi.ts'
import * as tf from '../tf.ts'
import type { Differentiable } from '../kernels.ts'

/** mean softplus(-margin). A few thousand numbers: crossing into the core would cost more than it saves. */
export function bprLoss(margin: tf.Tensor1D): Differentiable<tf.Scalar> {
  const margins = read(margin)
  const { length } = margins
  const share = new Float32Array(length) // sigmoid(-margin)
  let total = 0
  for (let i = 0; i < length; i++) {
    const e = Math.exp(-Math.abs(margins[i]))
    total += Math.max(-margins[i], 0) + Math.log1p(e)
    share[i] = (margins[i] < 0 ? 1 : e) / (1 + e)
  }
  return {
    value: tf.scalar(total / length),
    gradient: (dy) => {
      const scale = -read(dy)[0] / length
      const slope = allocate(length)
      for (let i = 0; i < length; i++) slope[i] = share[i] * scale
      return [tf.tensor1d(slope)]
    },
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
    value: tf.scalar(loss[0]),
    gradient: (dy) => {
      const scale = read(dy)[0]
      return [da, db].map((gradient) => matrixOf(scaled(gradient, scale), rows, columns))
    },
  }
}

function scaled(values: Float32Array, by: number): Float32Array {
  const result = allocate(values.length)
  engineInUse().call('elementwise', [values.length, ELEMENTWISE.scale, by], values, null, result)
  return result
}
