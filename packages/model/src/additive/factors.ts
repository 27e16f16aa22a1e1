import { csrRows } from '../linalg/index.ts'
import type { Factors, ScoreBlock } from '../factors/index.ts'
import type { Histories } from './histories.ts'
import { AdditiveScorer, type AdditiveModel } from './model.ts'

/**
 * A model as blocks of vectors, for ranking, evaluation and artifacts: popularity, what ids add, and one block a part in
 * the order of `model.parts`. Users' rows are computed from their histories.
 *
 * @throws RangeError where what ids add has a weight and interactions have weights of their own: a block of histories
 *   holds ones
 */
export function factorsOf(model: AdditiveModel, histories: Histories): Factors {
  const { items, parts, features, weights, popularity, modalities, preferences, collaborative } = model
  const users = csrRows(histories.pairs)
  const usesIds = collaborative !== undefined && weights.collaborative > 0
  if (usesIds && histories.weights) throw new RangeError('Weighted histories do not fit a collaborative block of ones')
  const scorer = new AdditiveScorer(model)
  const tables = parts.map(({ rank }) => new Float32Array(users * rank))
  for (let user = 0; user < users; user++) {
    const { vector } = scorer.shopperOfRow(histories.pairs, user, histories.weights)
    let start = 0
    parts.forEach(({ rank }, p) => {
      tables[p]!.set(vector.subarray(start, start + rank), user * rank)
      start += rank
    })
  }
  const mean = popularity.reduce((sum, q) => sum + q * Math.log(q), 0)
  const blocks: ScoreBlock[] = [
    {
      role: 'collaborative',
      inScore: true,
      dimension: 1,
      user: new Float32Array(users).fill(1),
      item: Float32Array.from(popularity, (q) => weights.popularity * (Math.log(q) - mean)),
    },
  ]
  if (usesIds) {
    const item = collaborative.map((value) => weights.collaborative * value)
    blocks.push({ role: 'collaborative', inScore: true, dimension: items, user: histories.pairs, item })
  }
  const first = blocks.length
  const width = preferences.variances.length
  let start = 0
  parts.forEach(({ kind, modalities: names, rank }, p) => {
    const item = new Float32Array(items * rank)
    for (let row = 0; row < items; row++) {
      item.set(features.subarray(row * width + start, row * width + start + rank), row * rank)
    }
    start += rank
    const modality = kind === 'unique' ? { modality: names[0] } : {}
    blocks.push({ role: 'modal', inScore: true, dimension: rank, user: tables[p]!, item, ...modality })
  })
  const own = (name: string) =>
    parts.flatMap((part, p) => (part.kind === 'unique' && part.modalities[0] === name ? [first + p] : []))
  return {
    users,
    items,
    blocks,
    modalities,
    decoders: [],
    interventional: { joint: parts.map((_, p) => first + p), alone: modalities.map(({ name }) => own(name)) },
  }
}
