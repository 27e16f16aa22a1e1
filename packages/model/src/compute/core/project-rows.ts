import { engineInUse } from '../../core/index.ts'
import { allocate } from '../memory.ts'
import { checkRows, matrixOf, read } from './arrays.ts'
import * as tf from '../tf.ts'
import type { Differentiable } from '../kernels.ts'
import type { FeatureTable } from '../project-rows.ts'

/** features[rows] @ w + b, the rows read where they lie and as wide as they are. */
export function projectRows(
  { values, dimension, scale }: FeatureTable,
  rows: Int32Array,
  w: tf.Tensor2D,
  b: tf.Tensor1D,
): Differentiable<tf.Tensor2D> {
  checkRows(rows, values.length / dimension, 'projectRows')
  const width = w.shape[1]
  const sizes = [rows.length, dimension, width, +(values instanceof Uint16Array)]
  const out = allocate(rows.length * width)
  engineInUse().call('projectRows', sizes, values, scale ?? null, rows, read(w), read(b), out)
  return {
    value: matrixOf(out, rows.length, width),
    gradient: (dy) => {
      const dw = allocate(dimension * width)
      const db = allocate(width)
      engineInUse().call('projectRowsGradient', sizes, values, scale ?? null, rows, read(dy), dw, db)
      return [matrixOf(dw, dimension, width), tf.tensor1d(db)]
    },
  }
}
