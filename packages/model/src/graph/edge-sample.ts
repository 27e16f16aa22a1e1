import type { Csr } from '../data/csr.ts'

/** Where uniform draws come from. */
export interface UniformSource {
  /** Uniform in [0, 1). */
  uniform(): number
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
  for (const item of edges.indices) itemDegree[item]++
  const keys = new Float64Array(total)
  for (let user = 0; user < users; user++) {
    const degree = edges.indptr[user + 1] - edges.indptr[user]
    for (let e = edges.indptr[user]; e < edges.indptr[user + 1]; e++) {
      keys[e] = -Math.log(1 - random.uniform()) * Math.sqrt(degree * itemDegree[edges.indices[e]])
    }
  }
  const limit = keys.slice().sort()[count - 1]
  const indptr = new Uint32Array(users + 1)
  const indices = new Uint32Array(count)
  let next = 0
  for (let user = 0; user < users; user++) {
    for (let e = edges.indptr[user]; e < edges.indptr[user + 1]; e++) {
      if (keys[e] <= limit && next < count) indices[next++] = edges.indices[e]
    }
    indptr[user + 1] = next
  }
  return { indptr, indices }
}
