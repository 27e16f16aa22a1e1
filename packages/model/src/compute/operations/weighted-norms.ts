import { engineInUse, kernel } from '../../core/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { differentiable, numberOf, operation, type Differentiable, type Save } from '../operation.ts'
import * as tf from '../tf.ts'

const WEIGHTED_NORM = kernel('weightedNorm', 18, ['in', 'in', 'out'])
const WEIGHTED_NORM_GRADIENT = kernel('weightedNormGradient', 19, ['in', 'in', 'out'])

/** A matrix and the weight of each of its rows. */
export interface WeightedRows {
  readonly rows: tf.Tensor2D // [n, d]
  readonly weights: Float32Array // [n]
}

const op = operation({ name: 'weightedNorms', reference: weightedNormsReference, core: weightedNormsCore })

/** 1/2 sum of w_r |x_r|^2 over the rows of some matrices: all L2 penalties of a loss at once. Zero for no matrices. */
export function weightedNorms(terms: readonly WeightedRows[]): tf.Scalar {
  for (const { rows, weights } of terms) {
    if (weights.length !== rows.shape[0]) {
      throw new RangeError(`weightedNorms: ${rows.shape[0]} rows need as many weights, not ${weights.length}`)
    }
  }
  if (terms.length === 0) return tf.scalar(0)
  const matrices = terms.map(({ rows }) => rows)
  const weights = terms.map((term) => term.weights)
  return differentiable(matrices, (save) => op.run(matrices, weights, save))
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

function weightedNormsCore(
  matrices: tf.Tensor2D[],
  weights: readonly Float32Array[],
  save: Save,
): Differentiable<tf.Scalar> {
  save(matrices)
  const norm = allocate(1)
  let total = 0
  matrices.forEach((x, n) => {
    engineInUse().call(WEIGHTED_NORM, x.shape, memoryOf(x), weights[n]!, norm)
    total += norm[0]!
  })
  return {
    value: tf.scalar(total),
    gradient: (dy, saved) => {
      const factor = numberOf(dy)
      return saved.map((x, n) => {
        const [rows, columns] = x.shape as [number, number]
        const dx = allocate(x.size)
        engineInUse().call(WEIGHTED_NORM_GRADIENT, [rows, columns, factor], memoryOf(x), weights[n]!, dx)
        return matrixOf(dx, rows, columns)
      })
    },
  }
}
