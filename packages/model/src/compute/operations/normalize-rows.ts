import { engineInUse, kernel } from '../../core/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { differentiable, operation, type Differentiable, type Save } from '../operation.ts'
import * as tf from '../tf.ts'

const NORMALIZE_ROWS = kernel('normalizeRows', 7, ['in', 'out', 'out'])
const NORMALIZE_ROWS_GRADIENT = kernel('normalizeRowsGradient', 8, ['in', 'in', 'in', 'out'])

/** Smaller norms count as this one, as in PyTorch's `normalize`: a zero row stays zero. */
const SMALLEST_NORM = 1e-12

const op = operation({ name: 'normalizeRows', reference: normalizeRowsReference, core: normalizeRowsCore })

/** Each row divided by its Euclidean norm. `[n, d]` */
export function normalizeRows(x: tf.Tensor2D): tf.Tensor2D {
  return differentiable([x], (save) => op.run(x, save))
}

function normalizeRowsReference(x: tf.Tensor2D, save: Save): Differentiable<tf.Tensor2D> {
  // The floor is on the norm and not on its square: a floor far below 1e-24 would leave the range of float32.
  const norm = tf.maximum(tf.sqrt(tf.sum(tf.square(x), 1, true)), SMALLEST_NORM) // [n, 1]
  const y = tf.div(x, norm) as tf.Tensor2D // [n, d]
  save([y, norm])
  return {
    value: y,
    // (dy - y <y, dy>) / |x|
    gradient: (dy, [y, norm]) => [tf.div(tf.sub(dy, tf.mul(y!, tf.sum(tf.mul(y!, dy), 1, true))), norm!)],
  }
}

function normalizeRowsCore(x: tf.Tensor2D, save: Save): Differentiable<tf.Tensor2D> {
  const [rows, columns] = x.shape
  const y = allocate(x.size)
  const norms = allocate(rows)
  engineInUse().call(NORMALIZE_ROWS, [rows, columns, SMALLEST_NORM], memoryOf(x), y, norms)
  const value = matrixOf(y, rows, columns)
  save([value])
  return {
    value,
    gradient: (dy, [y]) => {
      const dx = allocate(y!.size)
      engineInUse().call(NORMALIZE_ROWS_GRADIENT, [rows, columns], memoryOf(y!), norms, memoryOf(dy), dx)
      return [matrixOf(dx, rows, columns)]
    },
  }
}
