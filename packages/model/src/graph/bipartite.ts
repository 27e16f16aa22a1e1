import type { UniformSource } from '../data/index.ts'
import { type Csr, type CsrMatrix, declareTransposes, transposeOf } from '../linalg/index.ts'
import { propagateMean, type tf, type TwoSided } from '../compute/index.ts'

/**
 * The graph of users and items, as a rule A = D^-1/2 [[0, R], [R^T, 0]] D^-1/2, as its two blocks: propagation then needs
 * no table of all nodes, and each block of A is the other's transpose.
 */
export type Bipartite = TwoSided

/** Embeddings of all users and of all items. */
export interface Nodes {
  readonly users: tf.Tensor2D // [users, dimension]
  readonly items: tf.Tensor2D // [items, dimension]
}

/**
 * The graph of some interactions, each edge weighted 1 / sqrt(d_u d_i).
 *
 * @param edges `[users, items]`
 */
export function bipartite(edges: Csr, items: number): Bipartite {
  const users = edges.indptr.length - 1
  const itemDegree = new Float32Array(items)
  for (const item of edges.indices) itemDegree[item]!++
  const values = new Float32Array(edges.indices.length)
  for (let user = 0; user < users; user++) {
    const degree = edges.indptr[user + 1]! - edges.indptr[user]!
    for (let e = edges.indptr[user]!; e < edges.indptr[user + 1]!; e++) {
      values[e] = 1 / Math.sqrt(degree * itemDegree[edges.indices[e]!]!)
    }
  }
  const { indptr, indices } = edges
  return withItemsSide({ rows: users, columns: items, indptr, indices, values })
}

/**
 * The graph of some interactions in which every node hears the mean of its neighbours, D^-1 A. Its blocks are not each
 * other's transpose.
 *
 * @param known 1 for the items that users can hear; all of them where absent `[items]`
 */
export function meanBipartite(edges: Csr, items: number, known?: Uint8Array): Bipartite {
  const { toUsers, toItems } = bipartite(edges, items)
  const heard = known?.includes(0) ? keepColumns(toUsers, known) : toUsers
  return { toUsers: meansOf(heard), toItems: meansOf(toItems) }
}

function keepColumns({ rows, columns, indptr, indices, values }: CsrMatrix, known: Uint8Array): CsrMatrix {
  const kept = new Int32Array(indptr.length)
  for (let row = 0; row < rows; row++) {
    kept[row + 1] = kept[row]!
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) kept[row + 1]! += known[indices[e]!]!
  }
  const isKept = (_: number, e: number) => known[indices[e]!] === 1
  return { rows, columns, indptr: kept, indices: indices.filter(isKept), values: values.filter(isKept) }
}

/** The same edges, each 1 over how many its row has. */
function meansOf(graph: CsrMatrix): CsrMatrix {
  const values = new Float32Array(graph.values.length)
  for (let row = 0; row < graph.rows; row++) {
    const [start, end] = [graph.indptr[row], graph.indptr[row + 1]]
    values.fill(1 / (end! - start!), start, end)
  }
  return { ...graph, values }
}

/** The graph of users and items with edges weighted alike in both directions. @param toUsers `[users, items]` */
export function withItemsSide(toUsers: CsrMatrix): Bipartite {
  const toItems = transposeOf(toUsers)
  declareTransposes(toUsers, toItems)
  return { toUsers, toItems }
}

/** LightGCN (He et al., SIGIR 2020): mean(E, A E, ..., A^L E). */
export function lightGcn(graph: Bipartite, start: Nodes, layers: number): Nodes {
  const [users, items] = propagateMean(graph, [start.users, start.items], layers)
  return { users, items }
}

/**
 * Degree-sensitive edge pruning (Zhou and Shen, FREEDOM, MM 2023): keeps a share of the edges, drawn without
 * replacement with probability proportional to 1 / sqrt(d_u d_i), so that edges of popular nodes go first.
 *
 * Drawn by exponential keys (Efraimidis and Spirakis, 2006): the edges with the smallest -log(uniform) / weight.
 *
 * @param edges `[users, items]`
 * @param kept share of the edges to keep, in (0, 1]
 */
export function sampleEdges(edges: Csr, items: number, kept: number, random: UniformSource): Csr {
  const total = edges.indices.length
  const count = Math.max(1, Math.round(kept * total))
  if (count >= total) return edges
  const users = edges.indptr.length - 1
  const itemDegree = new Float64Array(items)
  for (const item of edges.indices) itemDegree[item]!++
  const keys = new Float64Array(total)
  for (let user = 0; user < users; user++) {
    const degree = edges.indptr[user + 1]! - edges.indptr[user]!
    for (let e = edges.indptr[user]!; e < edges.indptr[user + 1]!; e++) {
      keys[e] = -Math.log(1 - random.uniform()) * Math.sqrt(degree * itemDegree[edges.indices[e]!]!)
    }
  }
  const limit = keys.slice().sort()[count - 1]!
  const indptr = new Int32Array(users + 1)
  const indices = new Int32Array(count)
  let next = 0
  for (let user = 0; user < users; user++) {
    for (let e = edges.indptr[user]!; e < edges.indptr[user + 1]!; e++) {
      if (keys[e]! <= limit && next < count) indices[next++] = edges.indices[e]!
    }
    indptr[user + 1] = next
  }
  return { indptr, indices }
}
