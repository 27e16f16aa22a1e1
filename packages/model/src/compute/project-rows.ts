import { readFeatureRow, type FeatureRows } from '../data/index.ts'
import { activeKernels, differentiable, type Differentiable } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/** Frozen input features, held by the host, finite. */
export type FeatureTable = FeatureRows

/**
 * A linear layer on some rows of a frozen feature table: `features[rows] @ w + b`, in single precision whatever the table's. Gradients for `w` and `b` only.
 * Pass the batch's *distinct* rows: the products are the costliest of a training step.
 * @param rows indexes of feature rows `[n]`
 * @param w `[dimension, out]`
 * @param b `[out]`
 * @returns `[n, out]`
 */
export function projectRows(features: FeatureTable, rows: Int32Array, w: tf.Tensor2D, b: tf.Tensor1D): tf.Tensor2D {
  checkShape('projectRows', 'w', w, [features.dimension, w.shape[1]])
  checkShape('projectRows', 'b', b, [w.shape[1]])
  const body = activeKernels().projectRows ?? projectRowsReference
  return differentiable([w, b], (save) => body(features, rows, w, b, save))
}

function projectRowsReference(
  features: FeatureTable,
  rows: Int32Array,
  w: tf.Tensor2D,
  b: tf.Tensor1D,
): Differentiable<tf.Tensor2D> {
  return {
    value: tf.add(tf.matMul(copyRows(features, rows), w), b), // [n, out]
    // gathered again rather than kept: the copy is far larger than everything else a step holds
    gradient: (dy) => [tf.matMul(copyRows(features, rows), dy, true), tf.sum(dy, 0)], // [dimension, out], [out]
  }
}

/** Copies feature rows into a tensor. */
export function copyRows(features: FeatureTable, rows: Int32Array): tf.Tensor2D {
  const { dimension } = features
  const copy = new Float32Array(rows.length * dimension)
  rows.forEach((row, i) => readFeatureRow(features, row, copy.subarray(i * dimension, (i + 1) * dimension)))
  return tf.tensor2d(copy, [rows.length, dimension])
}
