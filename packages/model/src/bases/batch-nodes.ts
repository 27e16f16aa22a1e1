import { distinct, gatherRows, type Pairs } from '../compute/index.ts'
import type { Nodes } from '../graph/bipartite.ts'
import type { Batch } from './base.ts'
import type { Rows } from './parameters.ts'

/**
 * The users and items that a batch's pairs are about, of the many that a base which propagates has at hand: what
 * follows the last propagation is worth computing for these alone.
 */
export interface BatchNodes {
  readonly users: Int32Array // distinct
  readonly items: Int32Array // distinct
  /** The batch's pairs as places among them. */
  readonly pairs: Pairs
}

/** The nodes of a batch; null where the rows are those of no batch, as in serving: then all are asked for. */
export function batchNodes(rows: Rows | Batch): BatchNodes | null {
  if (!('positives' in rows)) return null
  const { positives, negatives } = rows
  const both = new Int32Array(positives.length + negatives.length)
  both.set(positives)
  both.set(negatives, positives.length)
  const [users, items] = [distinct(rows.users), distinct(both)]
  return {
    users: users.rows,
    items: items.rows,
    pairs: {
      users: users.positions,
      positives: items.positions.subarray(0, positives.length),
      negatives: items.positions.subarray(positives.length),
    },
  }
}

/** The embeddings of a batch's nodes; all of them where there is no batch. */
export function pickNodes({ users, items }: Nodes, of: BatchNodes | null): Nodes {
  return of ? { users: gatherRows(users, of.users), items: gatherRows(items, of.items) } : { users, items }
}
