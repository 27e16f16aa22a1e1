import { engineInUse } from '../../core/index.ts'
import { allocate } from '../memory.ts'
import { matrixOf, read } from './arrays.ts'
import * as tf from '../tf.ts'
import type { Differentiable, Save } from '../kernels.ts'

/** 1/2 sum of w_r |x_r|^2 over the rows of some matrices */
export function weightedNorms(
  matrices: tf.Tensor2D[],
  weights: readonly Float32Array[],
  save: Save,
): Differentiable<tf.Scalar> {
  save(matrices)
  const norm = allocate(1)
  let total = 0
  matrices.forEach((x, n) => {
    engineInUse().call('weightedNorm', x.shape, read(x), weights[n]!, norm)
    total += norm[0]!
  })
  return {
    value: tf.scalar(total),
    gradient: (dy, saved) => {
      const factor = read(dy)[0]!
      return saved.map((x, n) => {
        const [rows, columns] = x.shape as [number, number]
        const dx = allocate(x.size)
        engineInUse().call('weightedNormGradient', [rows, columns, factor], read(x), weights[n]!, dx)
        return matrixOf(dx, rows, columns)
      })
    },
  }
}
