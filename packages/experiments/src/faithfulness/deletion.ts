import {
  changeWithout,
  Explainer,
  heldOutUsers,
  maskOf,
  rankCorrelation,
  type Reading,
  readingsOf,
  rowsOfUser,
  type Scorer,
  scorerOf,
  scoreTopK,
  selectRows,
  type Trained,
} from '@trifold/model/internals'

const USERS = 500
const LIST = 20

/** What masking modalities does to recommended items, beside what their explanations say. */
export interface Deletion {
  /** Spearman between what an explanation says a modality alone adds, unique and synergy, and the ranks lost without it. */
  readonly correlation: number
  /** The same within each list, mean over users: no user's scale helps. */
  readonly withinLists: number
  /** Mean ranks lost when the modality that the explanation calls largest is masked, and when any is. */
  readonly largest: number
  readonly any: number
  /** Recommended items looked at. */
  readonly items: number
}

/**
 * The deletion test: each of a user's first 20 items is ranked anew with one of its modalities masked in the served model
 * while all other items stay as they are. What explanations are right about then falls far.
 *
 * @returns null where masking changes no score, as of a model that reads no features
 */
export function deletion({ factors, split }: Pick<Trained, 'factors' | 'split'>, reading: Reading): Deletion | null {
  const { modalities, interventional } = factors
  if (modalities.length < 2 || interventional.joint.length === 0 || !readingsOf(factors).includes(reading)) return null
  const explainer = new Explainer(factors)
  const scorer = scorerOf(factors) // once: it sets all item vectors side by side
  const [sizes, lost]: number[][] = [[], []]
  const within: number[] = []
  let [largest, any, items] = [0, 0, 0]
  for (const user of heldOutUsers(split.test, USERS)) {
    const { scores, first } = scoresOf(scorer, maskOf(split), user)
    const rows = rowsOfUser(factors, user)
    const start = sizes!.length
    explainer.explain(rows, first, reading).forEach(({ unique, synergy }, n) => {
      const item = first[n]!
      const known = modalities.flatMap(({ present }, m) => (present[item] ? [m] : []))
      if (known.length < 2) return // what is all of an item's evidence tells nothing apart
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

/** Other items above a score, which is the rank from 0. */
function rankOf(scores: Float64Array, item: number, score: number): number {
  let above = 0
  for (let other = 0; other < scores.length; other++) if (other !== item && scores[other]! > score) above++
  return above
}
