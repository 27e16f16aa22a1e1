import type { ScoreBlock } from '../factors/index.ts'
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
 * with c_ij the users who have both items and n_i those who have i; equal similarities: the lower item first. With
 * confidences w_ui, c_ij = sum over users of sqrt(w_ui w_uj) and n_i = c_ii.
 */
function solve(input: BaselineInput): ScoreBlock {
  const {
    items,
    train,
    weights: confidence,
    settings: { neighbours, shrinkage },
    onProgress,
    signal,
  } = input
  const weights = pairWeights('item-knn', items) // [items, items]
  const owners = transpose(train, items)
  const roots = confidence?.map(Math.sqrt)
  const n = (item: number) => {
    const [from, to] = [owners.indptr[item]!, owners.indptr[item + 1]!]
    if (!confidence) return to - from
    let sum = 0
    for (let at = from; at < to; at++) sum += confidence[owners.entries[at]!]!
    return sum
  }
  const together = new Float64Array(items)
  for (let i = 0; i < items; i++) {
    if (i % 256 === 0) signal?.throwIfAborted()
    const met: number[] = []
    for (let owner = owners.indptr[i]!; owner < owners.indptr[i + 1]!; owner++) {
      const user = owners.indices[owner]!
      const root = roots ? roots[owners.entries[owner]!]! : 1
      for (let pair = train.indptr[user]!; pair < train.indptr[user + 1]!; pair++) {
        const j = train.indices[pair]!
        if (together[j] === 0) met.push(j)
        together[j]! += roots ? root * roots[pair]! : 1
      }
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
