import { rowOf, type Csr } from '../linalg/index.ts'
import type { ItemNeighbours } from '../data/index.ts'

/** X^T in compressed rows, and for each entry its position in X. `[columns, rows of X]` */
export function transpose(matrix: Csr, columns: number): Csr & { readonly entries: Int32Array } {
  const indptr = new Int32Array(columns + 1)
  for (const column of matrix.indices) indptr[column + 1]!++
  for (let column = 0; column < columns; column++) indptr[column + 1]! += indptr[column]!
  const next = indptr.slice()
  const indices = new Int32Array(matrix.indices.length)
  const entries = new Int32Array(matrix.indices.length)
  for (let row = 0; row + 1 < matrix.indptr.length; row++) {
    for (let entry = matrix.indptr[row]!; entry < matrix.indptr[row + 1]!; entry++) {
      const at = next[matrix.indices[entry]!]!++
      indices[at] = row
      entries[at] = entry
    }
  }
  return { indptr, indices, entries }
}

/**
 * Adds X^T X: how many users have both items of each pair, and on the diagonal how many have each. With weights a user
 * counts sqrt(w_ui w_uj). `[items, items]`
 */
export function addCoCounts(gram: Float32Array, items: number, train: Csr, weights?: Float32Array): void {
  if (weights) {
    addWeightedCoCounts(gram, items, train, weights)
    return
  }
  for (let user = 0; user + 1 < train.indptr.length; user++) {
    const history = rowOf(train, user)
    for (const i of history) for (const j of history) gram[i * items + j]!++
  }
}

function addWeightedCoCounts(gram: Float32Array, items: number, { indptr, indices }: Csr, weights: Float32Array): void {
  const roots = weights.map(Math.sqrt)
  for (let user = 0; user + 1 < indptr.length; user++) {
    for (let a = indptr[user]!; a < indptr[user + 1]!; a++) {
      const row = indices[a]! * items
      for (let b = indptr[user]!; b < indptr[user + 1]!; b++) gram[row + indices[b]!]! += roots[a]! * roots[b]!
    }
  }
}

/**
 * Adds weight * N^T N, where row i of N holds the cosines of the most similar items of item i, itself among them: as if
 * there were, beside the users, a shopper for every item who takes it and what resembles it. `[items, items]`
 */
export function addNeighbourhoods(gram: Float32Array, items: number, graph: ItemNeighbours, weight: number): void {
  const { count, indices, cosines } = graph
  for (let item = 0; item < items; item++) {
    for (let a = item * count; a < (item + 1) * count; a++) {
      if (indices[a]! < 0) continue
      for (let b = item * count; b < (item + 1) * count; b++) {
        if (indices[b]! >= 0) gram[indices[a]! * items + indices[b]!]! += weight * cosines[a]! * cosines[b]!
      }
    }
  }
}
