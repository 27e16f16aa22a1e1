import { activeKernels, differentiable, type Differentiable, type Save } from './kernels.ts'
import * as tf from './tf.ts'

/** A matrix and how much each of its rows counts. */
export interface WeightedRows {
  readonly rows: tf.Tensor2D // [n, d]
  readonly weights: Float32Array // [n]
}

/** 1/2 sum of w_r |x_r|^2 over the rows of some matrices: all L2 penalties of a loss at once. Zero for none. */
export function weightedNorms(terms: readonly WeightedRows[]): tf.Scalar {
  for (const { rows, weights } of terms) {
    if (weights.length !== rows.shape[0]) {
      throw new RangeError(`weightedNorms: ${rows.shape[0]} rows need as many weights, not ${weights.length}`)
    }
  }
  if (terms.length === 0) return tf.scalar(0)
  const matrices = terms.map(({ rows }) => rows)
  const weights = terms.map((term) => term.weights)
  const body = activeKernels().weightedNorms ?? weightedNormsReference
  return differentiable(matrices, (save) => body(matrices, weights, save))
}

function weightedNormsReference(
  matrices: tf.Tensor2D[],
  weights: readonly Float32Array[],
  save: Save,
): Differentiable<tf.Scalar> {
  save(matrices)
  const column = (n: number) => tf.expandDims(tf.tensor1d(weights[n]!), 1) // [n, 1]
  const norms = matrices.map((x, n) => tf.mul(0.5, tf.sum(tf.mul(tf.square(x), column(n)))))
  return {
    value: tf.addN(norms) as tf.Scalar,
    gradient: (dy, saved) => saved.map((x, n) => tf.mul(tf.mul(x, column(n)), dy)),
  }
}
