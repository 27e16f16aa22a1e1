import { transposeOf, type CsrMatrix } from '../linalg/index.ts'
import { activeKernels, differentiableAll, type DifferentiableAll } from './kernels.ts'
import { propagate } from './propagate.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/** A graph of two kinds of nodes, A = [[0, toUsers], [toItems, 0]]. */
export interface TwoSided {
  /** What users take from their items. `[users, items]` */
  readonly toUsers: CsrMatrix
  /** What items take from their users. `[items, users]` */
  readonly toItems: CsrMatrix
}

export type BothSides = [users: tf.Tensor2D, items: tf.Tensor2D]

/**
 * The mean over layers of message passing, mean(E, A E, ..., A^L E) with E = [users; items] (LightGCN, eq. 7 and 8). The
 * gradient is the same mean on the transposed graph.
 * @param users `[users, d]`
 * @param items `[items, d]`
 */
export function propagateMean(graph: TwoSided, [users, items]: BothSides, layers: number): BothSides {
  checkShape('propagateMean', 'users', users, [graph.toItems.columns, users.shape[1]])
  checkShape('propagateMean', 'items', items, [graph.toUsers.columns, users.shape[1]])
  if (layers === 0) return [users, items]
  const body = activeKernels().propagateMean ?? propagateMeanReference
  return differentiableAll([users, items], () => body(graph, [users, items], layers))
}

/** The graph seen from the other end of its edges. */
export function transposedSides({ toUsers, toItems }: TwoSided): TwoSided {
  return { toUsers: transposeOf(toItems), toItems: transposeOf(toUsers) }
}

function propagateMeanReference(graph: TwoSided, sides: BothSides, layers: number): DifferentiableAll<BothSides> {
  return {
    values: meanOf(graph, sides, layers),
    gradient: (dys) => meanOf(transposedSides(graph), dys, layers),
  }
}

/** By Horner's rule: E + A (E + A (E + ...)). */
function meanOf({ toUsers, toItems }: TwoSided, [users, items]: BothSides, layers: number): BothSides {
  let last: BothSides = [users, items]
  for (let layer = 0; layer < layers; layer++) {
    last = [tf.add(users, propagate(toUsers, last[1])), tf.add(items, propagate(toItems, last[0]))]
  }
  return last.map((sum) => tf.mul(sum, 1 / (layers + 1))) as BothSides
}
