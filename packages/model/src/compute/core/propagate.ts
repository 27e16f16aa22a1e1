import { engineInUse } from '../../core/index.ts'
import { allocate } from '../memory.ts'
import { checkRows, matrixOf, read } from './arrays.ts'
import { transposeOf, type CsrMatrix } from '../../linalg/index.ts'
import type { Differentiable, DifferentiableAll } from '../kernels.ts'
import { transposedSides, type BothSides, type TwoSided } from '../propagate-mean.ts'
import type * as tf from '../tf.ts'

const checked = new WeakSet<CsrMatrix>()

/** graph @ x by compressed rows; the gradient by those of the transpose. */
export function propagate(graph: CsrMatrix, x: tf.Tensor2D): Differentiable<tf.Tensor2D> {
  const columns = x.shape[1]
  return {
    value: matrixOf(multiply(graph, read(x), columns), graph.rows, columns),
    gradient: (dy) => [matrixOf(multiply(transposeOf(graph), read(dy), columns), graph.columns, columns)],
  }
}

function multiply(graph: CsrMatrix, x: Float32Array, columns: number): Float32Array {
  check(graph)
  const out = allocate(graph.rows * columns)
  engineInUse().call('propagate', [graph.rows, columns], graph.indptr, graph.indices, graph.values, x, out)
  return out
}

/** mean(E, A E, ..., A^L E); the gradient is the same on the transposed graph. */
export function propagateMean(graph: TwoSided, sides: BothSides, layers: number): DifferentiableAll<BothSides> {
  return {
    values: meanOf(graph, sides, layers),
    gradient: (dys) => meanOf(transposedSides(graph), dys, layers),
  }
}

function meanOf({ toUsers, toItems }: TwoSided, [users, items]: BothSides, layers: number): BothSides {
  check(toUsers)
  check(toItems)
  const [[userCount, columns], [itemCount]] = [users.shape, items.shape]
  const [ofUsers, ofItems] = [allocate(users.size), allocate(items.size)]
  engineInUse().call(
    'propagateMean',
    [userCount, itemCount, columns, layers],
    toUsers.indptr,
    toUsers.indices,
    toUsers.values,
    toItems.indptr,
    toItems.indices,
    toItems.values,
    read(users),
    read(items),
    ofUsers,
    ofItems,
  )
  return [matrixOf(ofUsers, userCount, columns), matrixOf(ofItems, itemCount, columns)]
}

function check(graph: CsrMatrix): void {
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
