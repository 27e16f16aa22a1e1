import { engineInUse } from './engine-in-use.ts'
import { allocate } from './memory.ts'
import { matrixOf, read } from './arrays.ts'
import { ELEMENTWISE } from '../../core/abi.ts'
import * as tf from '../tf.ts'
import type { Differentiable } from '../kernels.ts'

/** mean softplus(negative - positive). A few thousand numbers: crossing into the core would cost more than it saves. */
export function bprLoss(positive: tf.Tensor1D, negative: tf.Tensor1D): Differentiable<tf.Scalar> {
  const [p, n] = [read(positive), read(negative)]
  const slope = allocate(p.length)
  let total = 0
  for (let i = 0; i < p.length; i++) {
    const margin = n[i] - p[i]
    const e = Math.exp(-Math.abs(margin))
    total += Math.max(margin, 0) + Math.log1p(e)
    slope[i] = (margin > 0 ? 1 : e) / (1 + e) / p.length
  }
  return {
    value: tf.scalar(total / p.length),
    gradient: (dy) => {
      const scale = read(dy)[0]
      return [tf.tensor1d(slope.map((s) => -s * scale)), tf.tensor1d(slope.map((s) => s * scale))]
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
