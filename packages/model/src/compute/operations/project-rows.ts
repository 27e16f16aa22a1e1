import { readFeatureRow, type FeatureRows } from '../../data/index.ts'
import { engineInUse, kernel } from '../../core/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { checkRows, differentiable, operation, type Differentiable } from '../operation.ts'
import * as tf from '../tf.ts'

export const PROJECT_ROWS = kernel('projectRows', 1, ['table', 'table', 'in', 'in', 'in', 'out'])
export const PROJECT_ROWS_GRADIENT = kernel('projectRowsGradient', 2, ['table', 'table', 'in', 'in', 'out', 'out'])

/** Frozen input features, held by the host, finite. */
export type FeatureTable = FeatureRows

const op = operation({ name: 'projectRows', reference: projectRowsReference, core: projectRowsCore })

/**
 * A linear layer on some rows of a frozen feature table: `features[rows] @ w + b`. It computes in single precision,
 * whatever precision the table has. Only `w` and `b` have gradients.
 * Pass the batch's *distinct* rows: these products are the costliest of a training step.
 * @param rows indexes of feature rows `[n]`
 * @param w `[dimension, out]`
 * @param b `[out]`
 * @returns `[n, out]`
 */
export function projectRows(features: FeatureTable, rows: Int32Array, w: tf.Tensor2D, b: tf.Tensor1D): tf.Tensor2D {
  op.checkShape('w', w, [features.dimension, w.shape[1]])
  op.checkShape('b', b, [w.shape[1]])
  return differentiable([w, b], () => op.run(features, rows, w, b))
}

function projectRowsReference(
  features: FeatureTable,
  rows: Int32Array,
  w: tf.Tensor2D,
  b: tf.Tensor1D,
): Differentiable<tf.Tensor2D> {
  return {
    value: tf.add(tf.matMul(copyRows(features, rows), w), b), // [n, out]
    // Copied again and not saved: the copy is far larger than everything else that a step holds.
    gradient: (dy) => [tf.matMul(copyRows(features, rows), dy, true), tf.sum(dy, 0)], // [dimension, out], [out]
  }
}

/** Reads the feature rows in place, in the precision that they have. */
function projectRowsCore(
  { values, dimension, scale }: FeatureTable,
  rows: Int32Array,
  w: tf.Tensor2D,
  b: tf.Tensor1D,
): Differentiable<tf.Tensor2D> {
  checkRows(rows, values.length / dimension, 'projectRows')
  const width = w.shape[1]
  const sizes = [rows.length, dimension, width, +(values instanceof Uint16Array)]
  const out = allocate(rows.length * width)
  engineInUse().call(PROJECT_ROWS, sizes, values, scale ?? null, rows, memoryOf(w), memoryOf(b), out)
  return {
    value: matrixOf(out, rows.length, width),
    gradient: (dy) => {
      const dw = allocate(dimension * width)
      const db = allocate(width)
      engineInUse().call(PROJECT_ROWS_GRADIENT, sizes, values, scale ?? null, rows, memoryOf(dy), dw, db)
      return [matrixOf(dw, dimension, width), tf.tensor1d(db)]
    },
  }
}

function copyRows(features: FeatureTable, rows: Int32Array): tf.Tensor2D {
  const { dimension } = features
  const copy = new Float32Array(rows.length * dimension)
  rows.forEach((row, i) => readFeatureRow(features, row, copy.subarray(i * dimension, (i + 1) * dimension)))
  return tf.tensor2d(copy, [rows.length, dimension])
}
