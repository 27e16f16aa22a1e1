import { gatherRows } from '../compute/index.ts'
import type { Nodes } from '../graph/bipartite.ts'
import { pairedOf, type Batch } from './base.ts'
import type { Rows } from './parameters.ts'

/**
 * The users and items that a batch's pairs are about, of the many that a base which propagates has at hand: what
 * follows the last propagation is worth computing for these alone. Nothing where the rows are those of no batch, as in
 * serving: then all are asked for.
 */
export function batchNodes(rows: Rows | Batch): Batch | undefined {
  return 'positives' in rows ? pairedOf(rows) : undefined
}

/** The embeddings of a batch's nodes; all of them where there is no batch. */
export function pickNodes({ users, items }: Nodes, of: Rows | undefined): Nodes {
  return of ? { users: gatherRows(users, of.userRows), items: gatherRows(items, of.itemRows) } : { users, items }
}
