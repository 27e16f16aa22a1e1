import { engineInUse, kernel } from '../../core/index.ts'
import { transposeOf, type CsrMatrix } from '../../linalg/index.ts'
import { allocate, matrixOf, memoryOf } from '../memory.ts'
import { differentiableAll, operation, type DifferentiableAll } from '../operation.ts'
import * as tf from '../tf.ts'
import { checkGraph, propagate } from './propagate.ts'

const PROPAGATE_MEAN = kernel('propagateMean', 21, [
  ...['table', 'table', 'table'],
  ...['table', 'table', 'table'],
  ...['in', 'in', 'out', 'out'],
] as const)

/** A graph of two kinds of nodes, A = [[0, toUsers], [toItems, 0]]. */
export interface TwoSided {
  /** Weights of the edges from items to users. `[users, items]` */
  readonly toUsers: CsrMatrix
  /** Weights of the edges from users to items. `[items, users]` */
  readonly toItems: CsrMatrix
}

export type BothSides = [users: tf.Tensor2D, items: tf.Tensor2D]

const op = operation({ name: 'propagateMean', reference: meanReference, core: meanCore })

/**
 * The mean over layers of message passing, mean(E, A E, ..., A^L E) with E = [users; items] (LightGCN, eq. 7 and 8). The
 * gradient is the same mean on the transposed graph.
 * @param users `[users, d]`
 * @param items `[items, d]`
 */
export function propagateMean(graph: TwoSided, [users, items]: BothSides, layers: number): BothSides {
  op.checkShape('users', users, [graph.toItems.columns, users.shape[1]])
  op.checkShape('items', items, [graph.toUsers.columns, users.shape[1]])
  if (layers === 0) return [users, items]
  return differentiableAll([users, items], (): DifferentiableAll<BothSides> => {
    return {
      values: op.run(graph, [users, items], layers),
      gradient: (dys) => op.run(transposed(graph), dys, layers),
    }
  })
}

/** The graph with all edges reversed. */
function transposed({ toUsers, toItems }: TwoSided): TwoSided {
  return { toUsers: transposeOf(toItems), toItems: transposeOf(toUsers) }
}

/** By Horner's rule: E + A (E + A (E + ...)). */
function meanReference({ toUsers, toItems }: TwoSided, [users, items]: BothSides, layers: number): BothSides {
  let last: BothSides = [users, items]
  for (let layer = 0; layer < layers; layer++) {
    last = [tf.add(users, propagate(toUsers, last[1])), tf.add(items, propagate(toItems, last[0]))]
  }
  return last.map((sum) => tf.mul(sum, 1 / (layers + 1))) as BothSides
}

function meanCore({ toUsers, toItems }: TwoSided, [users, items]: BothSides, layers: number): BothSides {
  checkGraph(toUsers)
  checkGraph(toItems)
  const [[userCount, columns], [itemCount]] = [users.shape, items.shape]
  const [ofUsers, ofItems] = [allocate(users.size), allocate(items.size)]
  const graph = [toUsers, toItems].flatMap(({ indptr, indices, values }) => [indptr, indices, values])
  const inputs = [...graph, memoryOf(users), memoryOf(items)]
  engineInUse().call(PROPAGATE_MEAN, [userCount, itemCount, columns, layers], ...inputs, ofUsers, ofItems)
  return [matrixOf(ofUsers, userCount, columns), matrixOf(ofItems, itemCount, columns)]
}
