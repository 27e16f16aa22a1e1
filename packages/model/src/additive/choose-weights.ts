import { csrRows, rowOf, type Csr } from '../linalg/index.ts'
import type { Histories } from './histories.ts'
import { AdditiveScorer, type AdditiveModel, type ScoreWeights } from './model.ts'

const POPULARITY = [0, 0.25, 0.5, 1, 2]
/** Of the collaborative scores, in parts of their standard deviation. */
const COLLABORATIVE = [0, 0.1, 0.3, 1, 3, 10, 30, 100]
const SHOPPERS = 500
const LENGTH = 20

/** Weights of popularity and of the ids, and what they reach on validation. */
export interface ChosenWeights {
  readonly weights: ScoreWeights
  /** Validation NDCG@20 over the shoppers that were asked. */
  readonly ndcg: number
}

/**
 * Weighs popularity and what ids say against the parts on validation NDCG@20. Of all weights within `tolerance` of the
 * best those with the least collaborative weight are taken, so that parts explain what they can.
 */
export function chooseWeights(
  model: AdditiveModel,
  { pairs, weights }: Histories,
  valid: Csr,
  tolerance: number,
): ChosenWeights {
  const users: number[] = []
  for (let user = 0; user < csrRows(valid); user++) {
    if (valid.indptr[user + 1]! > valid.indptr[user]! && pairs.indptr[user + 1]! > pairs.indptr[user]!) users.push(user)
  }
  const step = Math.max(1, users.length / SHOPPERS)
  const sample = Array.from({ length: Math.min(SHOPPERS, users.length) }, (_, n) => users[Math.floor(n * step)])
  const parts = new AdditiveScorer({ ...model, weights: { popularity: 0, collaborative: 0 } })
  const ids = new AdditiveScorer({
    ...model,
    parts: [],
    features: new Float32Array(0),
    preferences: NO_PARTS,
    weights: { popularity: 0, collaborative: 1 },
  })
  const logs = model.popularity.map(Math.log)
  const tables = sample.map((user) => ({
    user,
    parts: parts.scoresOf(parts.shopperOfRow(pairs, user!, weights)),
    ids: model.collaborative ? ids.scoresOf(ids.shopperOfRow(pairs, user!, weights)) : undefined,
  }))
  const scale = deviation(tables.flatMap(({ ids: table }) => (table ? [table] : [])))
  const found: ChosenWeights[] = []
  for (const collaborative of model.collaborative ? COLLABORATIVE.map((c) => c / scale) : [0]) {
    for (const popularity of POPULARITY) {
      let sum = 0
      for (const table of tables) {
        const score = table.parts.map(
          (value, item) => value + popularity * logs[item]! + (table.ids ? collaborative * table.ids[item]! : 0),
        )
        for (const item of rowOf(pairs, table.user!)) score[item] = -Infinity
        sum += ndcg(score, rowOf(valid, table.user!))
      }
      found.push({ weights: { popularity, collaborative }, ndcg: sample.length > 0 ? sum / sample.length : 0 })
    }
  }
  const best = Math.max(...found.map((one) => one.ndcg))
  const enough = found.filter((one) => one.ndcg >= (1 - tolerance) * best)
  return enough
    .filter((one) => one.weights.collaborative === enough[0]!.weights.collaborative)
    .reduce((a, b) => (b.ndcg > a.ndcg ? b : a))
}

const NO_PARTS = {
  ranks: [],
  variances: new Float64Array(0),
  gram: new Float64Array(0),
  hypotheses: [[]],
  prior: Float64Array.of(1),
}

function ndcg(scores: Float64Array, positives: Int32Array): number {
  let [gain, ideal] = [0, 0]
  for (let n = 0; n < positives.length; n++) {
    const own = scores[positives[n]!]!
    let rank = 0
    for (let item = 0; item < scores.length && rank < LENGTH; item++) {
      if (scores[item]! > own || (scores[item] === own && item < positives[n]!)) rank++
    }
    if (rank < LENGTH) gain += 1 / Math.log2(rank + 2)
    if (n < LENGTH) ideal += 1 / Math.log2(n + 2)
  }
  return gain / ideal
}

function deviation(rows: readonly Float64Array[]): number {
  let [count, sum, squares] = [0, 0, 0]
  for (const row of rows) {
    for (const value of row) {
      count++
      sum += value
      squares += value * value
    }
  }
  if (count === 0) return 1
  return Math.sqrt(Math.max(1e-12, squares / count - (sum / count) ** 2))
}
