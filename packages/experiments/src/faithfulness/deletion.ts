import {
  Explainer,
  type Factors,
  heldOutUsers,
  type ExplanationMode,
  modesOf,
  maskOf,
  rowsOfUser,
  type Scorer,
  scorerOf,
  scoreTopK,
  selectRows,
  type Trained,
  type UserRows,
} from '@trifold/model/internals'
import { rankCorrelation } from './rank-correlation.ts'

const USERS = 500
const LIST = 20

/** The ranks that recommended items lose with modalities masked, compared with their explanations. */
export interface Deletion {
  /** Spearman between the unique part of a modality plus synergy, and the ranks lost without the modality. */
  readonly correlation: number
  /** The same within each list, mean over users. So differences of scale between users do not count. */
  readonly withinLists: number
  /** Mean ranks lost when the modality with the largest part is masked. */
  readonly largest: number
  /** Mean ranks lost when any modality is masked. */
  readonly any: number
  /** Number of recommended items. */
  readonly items: number
}

/**
 * The deletion test: each of a user's first 20 items is ranked again with one of its modalities masked in the served
 * model. All other items keep their scores. If explanations are right, masking the largest part costs most ranks.
 *
 * @returns null if masking changes no score, as in a model that reads no features
 */
export function deletion(
  { factors, split }: Pick<Trained, 'factors' | 'split'>,
  mode: ExplanationMode,
): Deletion | null {
  const { modalities, interventional } = factors
  if (modalities.length < 2 || interventional.joint.length === 0 || !modesOf(factors).includes(mode)) return null
  const explainer = new Explainer(factors)
  const scorer = scorerOf(factors) // once, because it concatenates all item vectors
  const [sizes, lost]: number[][] = [[], []]
  const within: number[] = []
  let [largest, any, items] = [0, 0, 0]
  for (const user of heldOutUsers(split.test, USERS)) {
    const { scores, first } = scoresOf(scorer, maskOf(split), user)
    const rows = rowsOfUser(factors, user)
    const start = sizes!.length
    explainer.explain(rows, first, mode).forEach(({ unique, synergy }, n) => {
      const item = first[n]!
      const known = modalities.flatMap(({ present }, m) => (present[item] ? [m] : []))
      if (known.length < 2) return // with one modality there is nothing to compare
      const added = known.map((m) => unique[modalities[m]!.name]! + synergy)
      const fallen = known.map((m) => rankOf(scores, item, scores[item]! + changeWithout(factors, rows, item, m)) - n)
      sizes!.push(...added)
      lost!.push(...fallen)
      largest += fallen[added.indexOf(Math.max(...added))]!
      any += fallen.reduce((sum, ranks) => sum + ranks, 0) / fallen.length
      items++
    })
    const own = rankCorrelation(sizes!.slice(start), lost!.slice(start))
    if (!Number.isNaN(own)) within.push(own)
  }
  return {
    correlation: rankCorrelation(sizes!, lost!),
    withinLists: within.reduce((sum, value) => sum + value, 0) / within.length,
    largest: largest / items,
    any: any / items,
    items,
  }
}

/** A user's scores of all items, -Infinity for those trained on, and the first of them. */
function scoresOf(scorer: Scorer, train: Trained['split']['train'], user: number) {
  const { users, items, dimension } = scorer.sidesOf([user])
  const { indptr, indices } = selectRows(train, [user])
  const scores = Float64Array.from({ length: items.length / dimension }, (_, item) => {
    let sum = 0
    for (let d = 0; d < dimension; d++) sum += users[d]! * items[item * dimension + d]!
    return sum
  })
  for (const item of indices) scores[item] = -Infinity
  const { ids } = scoreTopK(users, items, dimension, LIST, { offsets: indptr, ids: indices })
  return { scores, first: ids.filter((item) => item >= 0) }
}

/** The number of other items above a score, which is the rank from 0. */
function rankOf(scores: Float64Array, item: number, score: number): number {
  let above = 0
  for (let other = 0; other < scores.length; other++) if (other !== item && scores[other]! > score) above++
  return above
}

/**
 * The change of a user's score of an item when one modality is masked to its prior mean. It comes from the served
 * function, not from explanations. With three modalities or more, the interaction of the remaining ones is removed too.
 *
 * @param modality index among the modalities
 */
export function changeWithout(
  { blocks, interventional }: Factors,
  user: UserRows,
  item: number,
  modality: number,
): number {
  const sumOf = (indexes: readonly number[]) =>
    indexes.reduce((sum, index) => {
      const { dimension, item: values } = blocks[index]!
      const row = user.blocks[index]!
      for (let d = 0; d < dimension; d++) sum += row[d]! * values[item * dimension + d]!
      return sum
    }, 0)
  const others = interventional.alone.filter((_, m) => m !== modality)
  return others.reduce((sum, indexes) => sum + sumOf(indexes), 0) - sumOf(interventional.joint)
}
