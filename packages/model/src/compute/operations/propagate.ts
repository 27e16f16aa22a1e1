import { engineInUse, kernel } from '../../core/index.ts'
import { transposeOf, type CsrMatrix } from '../../linalg/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { checkRows, differentiable, operation, type Differentiable } from '../operation.ts'
import * as tf from '../tf.ts'
import { scatterAdd } from './gather-rows.ts'

const PROPAGATE = kernel('propagate', 10, ['table', 'table', 'table', 'in', 'out'])

const op = operation({ name: 'propagate', reference: propagateReference, core: propagateCore })

/**
 * One step of message passing: `graph @ x`, sparse times dense. The gradient is the transposed product.
 * @param graph `[m, n]`
 * @param x `[n, d]`
 * @returns `[m, d]`
 */
export function propagate(graph: CsrMatrix, x: tf.Tensor2D): tf.Tensor2D {
  op.checkShape('x', x, [graph.columns, x.shape[1]])
  return differentiable([x], () => op.run(graph, x))
}

function propagateReference(graph: CsrMatrix, x: tf.Tensor2D): Differentiable<tf.Tensor2D> {
  return {
    value: multiply(graph, x),
    gradient: (dy) => [multiply(transposeOf(graph), dy)],
  }
}

function multiply({ rows, indptr, indices, values }: CsrMatrix, x: tf.Tensor2D): tf.Tensor2D {
  const rowOf = new Int32Array(indices.length)
  for (let row = 0; row < rows; row++) rowOf.fill(row, indptr[row], indptr[row + 1])
  return tf.tidy(() => {
    // The weights get the width of the rows: the cpu backend needs some 100 ns a number to broadcast a column.
    const weights = tf.matMul(tf.tensor2d(values, [values.length, 1]), tf.ones([1, x.shape[1]]))
    const messages = tf.mul(tf.gather(x, tf.tensor1d(indices, 'int32')), weights)
    return scatterAdd(messages as tf.Tensor2D, rowOf, rows) // [m, d]
  })
}

function propagateCore(graph: CsrMatrix, x: tf.Tensor2D): Differentiable<tf.Tensor2D> {
  const columns = x.shape[1]
  return {
    value: matrixOf(multiplyOnCore(graph, memoryOf(x), columns), graph.rows, columns),
    gradient: (dy) => [matrixOf(multiplyOnCore(transposeOf(graph), memoryOf(dy), columns), graph.columns, columns)],
  }
}

function multiplyOnCore(graph: CsrMatrix, x: Float32Array, columns: number): Float32Array {
  checkGraph(graph)
  const out = allocate(graph.rows * columns)
  engineInUse().call(PROPAGATE, [graph.rows, columns], graph.indptr, graph.indices, graph.values, x, out)
  return out
}

const checked = new WeakSet<CsrMatrix>()

/**
 * Checks a graph once, before a kernel gets its indexes.
 * @throws RangeError for compressed rows that are malformed or point outside the matrix
 */
export function checkGraph(graph: CsrMatrix): void {
  if (checked.has(graph)) return
  const { rows, columns, indptr, indices, values } = graph
  const ascending = indptr.every((offset, i) => i === 0 || offset >= indptr[i - 1]!)
  if (indptr.length !== rows + 1 || indptr[0] !== 0 || !ascending || indptr[rows] !== indices.length) {
    throw new RangeError('propagate: the indptr of the compressed rows do not ascend from 0 to the number of entries')
  }
  if (values.length !== indices.length) throw new RangeError('propagate: entries need one index and one value each')
  checkRows(indices, columns, 'propagate')
  checked.add(graph)
}
