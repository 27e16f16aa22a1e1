import type { ScoreBlock } from '../factors/index.ts'
import { rowOf } from '../linalg/index.ts'
import { transpose } from './co-counts.ts'
import { pairWeights, type Baseline, type BaselineInput } from './baseline.ts'

export const itemKnn: Baseline = {
  summary: 'What those who took the same items took too.',
  defaults: { neighbours: 100, shrinkage: 100 },
  searchSpace: { neighbours: { among: [20, 50, 100, 200, 500] }, shrinkage: { among: [0, 10, 100, 500] } },
  solve,
}

/**
 * Item-based nearest neighbours (Sarwar et al. 2001):
 *
 *     s(u, i) = sum over j in history(u) and in kNN(i) of sim(i, j),   sim(i, j) = c_ij / (sqrt(n_i n_j) + shrinkage)
 *
 * with c_ij the users who have both items and n_i those who have i; equal similarities: the lower item first.
 */
function solve(input: BaselineInput): ScoreBlock {
  const {
    items,
    train,
    settings: { neighbours, shrinkage },
    onProgress,
    signal,
  } = input
  const weights = pairWeights('item-knn', items) // [items, items]
  const owners = transpose(train, items)
  const n = (item: number) => owners.indptr[item + 1]! - owners.indptr[item]!
  const together = new Float64Array(items)
  for (let i = 0; i < items; i++) {
    if (i % 256 === 0) signal?.throwIfAborted()
    const met: number[] = []
    for (const user of rowOf(owners, i)) {
      for (const j of rowOf(train, user)) if (together[j]!++ === 0) met.push(j)
    }
    const similar = met
      .filter((j) => j !== i)
      .map((j) => ({ j, similarity: together[j]! / (Math.sqrt(n(i) * n(j)) + shrinkage) }))
      .sort((a, b) => b.similarity - a.similarity || a.j - b.j)
    for (const { j, similarity } of similar.slice(0, neighbours)) weights[i * items + j] = similarity
    for (const j of met) together[j] = 0
    if (i % 256 === 0) onProgress?.(i / items)
  }
  return { role: 'collaborative', inScore: true, dimension: items, user: train, item: weights }
}
