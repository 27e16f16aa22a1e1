import { ELEMENTWISE, ELEMENTWISE_OPERATIONS, engineInUse, kernel } from '../../core/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { differentiable, numberOf, operation, type Differentiable, type Save } from '../operation.ts'
import * as tf from '../tf.ts'

const INFO_NCE = kernel('infoNce', 14, ['in', 'in', 'out', 'out', 'out'])

/** Rows of the similarity matrix that exist at one time: 256 x 2048 floats are 2 MiB, a core's level-2 cache. */
const BLOCK = 256

const op = operation({ name: 'infoNce', reference: infoNceReference, core: infoNceCore })

/**
 * In-batch InfoNCE (van den Oord et al., 2018): the cross-entropy of finding b_i among all rows of `b`, given a_i,
 * mean_i [ logsumexp_j <a_i, b_j>/t - <a_i, b_i>/t ]. Normalize the rows first if similarities should be cosines.
 * The `[n, n]` similarities are computed in blocks and never stored whole.
 * @param a `[n, d]`
 * @param b `[n, d]`
 */
export function infoNce(a: tf.Tensor2D, b: tf.Tensor2D, temperature: number): tf.Scalar {
  op.checkShape('b', b, a.shape)
  return differentiable([a, b], (save) => op.run(a, b, temperature, save))
}

function infoNceReference(a: tf.Tensor2D, b: tf.Tensor2D, temperature: number, save: Save): Differentiable<tf.Scalar> {
  const [rows, dimension] = a.shape
  save([a, b])
  const starts = Array.from({ length: Math.ceil(rows / BLOCK) }, (_, i) => i * BLOCK)
  const blockOf = (x: tf.Tensor, start: number) =>
    tf.slice(x, [start, 0], [Math.min(BLOCK, rows - start), dimension]) as tf.Tensor2D
  const logitsOf = (aBlock: tf.Tensor2D, b: tf.Tensor2D) => tf.div(tf.matMul(aBlock, b, false, true), temperature)

  const losses = starts.map((start) =>
    tf.tidy(() => {
      const aBlock = blockOf(a, start) // [block, d]
      const own = tf.div(tf.sum(tf.mul(aBlock, blockOf(b, start)), 1), temperature) // [block]
      return tf.sum(tf.sub(tf.logSumExp(logitsOf(aBlock, b), 1), own))
    }),
  )
  return {
    value: tf.div(tf.addN(losses), rows) as tf.Scalar,
    gradient: (dy, [a, b]) => {
      const scale = 1 / (temperature * rows)
      const blocks = starts.map((start) =>
        tf.tidy(() => {
          const aBlock = blockOf(a as tf.Tensor2D, start)
          const share = tf.softmax(logitsOf(aBlock, b as tf.Tensor2D)) as tf.Tensor2D // [block, n]
          return {
            da: tf.sub(tf.matMul(share, b as tf.Tensor2D), blockOf(b as tf.Tensor2D, start)), // [block, d]
            db: tf.matMul(share, aBlock, true), // [n, d]
          }
        }),
      )
      const da = tf.concat(blocks.map((block) => block.da)) // [n, d]
      const db = tf.sub(tf.addN(blocks.map((block) => block.db)), a!) // [n, d]
      return [tf.mul(tf.mul(da, scale), dy), tf.mul(tf.mul(db, scale), dy)]
    },
  }
}

/** The kernel makes the value and both gradients in one pass over the similarities. */
function infoNceCore(a: tf.Tensor2D, b: tf.Tensor2D, temperature: number): Differentiable<tf.Scalar> {
  const [rows, columns] = a.shape
  const da = allocate(a.size)
  const db = allocate(b.size)
  const loss = allocate(1)
  engineInUse().call(INFO_NCE, [rows, columns, temperature], memoryOf(a), memoryOf(b), da, db, loss)
  return {
    value: tf.scalar(loss[0]!),
    gradient: (dy) => {
      const scale = numberOf(dy)
      return [da, db].map((gradient) => matrixOf(scaled(gradient, scale), rows, columns))
    },
  }
}

function scaled(values: Float32Array, by: number): Float32Array {
  const result = allocate(values.length)
  engineInUse().call(ELEMENTWISE, [values.length, ELEMENTWISE_OPERATIONS.scale, by], values, null, result)
  return result
}
