import { checkFirst } from '../limits/index.ts'
import { type CursorKeys, type CursorList, decodeCursor, encodeCursor } from './cursor.ts'

/** One page of a list in the shape of the Relay connection specification. */
export interface Page<Edge> {
  readonly edges: Edge[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** An entry of a list whose edges hold nothing but the node. */
export interface NodeEdge<Node> {
  readonly cursor: string
  readonly node: Node
}

export interface PageArguments {
  readonly first: number
  readonly after?: string | null
}

/**
 * Cut a page out of the rows of a list.
 * @param rows that follow the cursor: one more than `first` is enough to know whether the list goes on
 * @param hasPreviousPage whether the page stands after a cursor
 */
export function pageOf<Row, Edge extends { readonly cursor: string }>(
  rows: readonly Row[],
  first: number,
  hasPreviousPage: boolean,
  edgeOf: (row: Row) => Edge,
): Page<Edge> {
  const edges = rows.slice(0, first).map(edgeOf)
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

/**
 * A page of a list by keyset: the rows after the keys in the cursor, in the order of the list.
 * @param fetch the next `limit` rows after these keys, or from the beginning
 * @throws a top-level error with code BAD_USER_INPUT (`first`) or INVALID_CURSOR (`after`)
 */
export async function keysetPage<Row, List extends CursorList>(
  list: List,
  { first, after }: PageArguments,
  fetch: (limit: number, after: CursorKeys<List> | null) => Promise<Row[]>,
  keysOf: (row: Row) => readonly (string | number | bigint)[],
): Promise<Page<NodeEdge<Row>>> {
  const limit = checkFirst(first) + 1
  const keys = after ? decodeCursor(list, after) : null
  const rows = await fetch(limit, keys)
  return pageOf(rows, first, keys !== null, (node) => ({ cursor: encodeCursor(list, ...keysOf(node)), node }))
}
