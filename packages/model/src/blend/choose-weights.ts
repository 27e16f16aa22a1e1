/** The items of one user that a blend ranks to choose weights, with the scores of every member. */
export interface Candidates {
  /** Scores on each member's own scale, divided by its spread. `[members, candidates]` */
  readonly scores: Float32Array
  /** 1 if the candidate was held out. `[candidates]` */
  readonly hits: Uint8Array
  /** Held-out items of the user, whether candidates or not; at least one. */
  readonly positives: number
}

const CUTOFF = 20
/** Factors tried for the weight of one member. */
const FACTORS = [0, 0.25, 0.5, 0.7, 0.85, 1.18, 1.43, 2, 4]
/** The weight from which a member with weight 0 is tried again. */
const REVIVAL = 0.25
const MOST_ROUNDS = 12

/** NDCG@20 of a weighted sum, a mean over users. Weights are chosen by it. */
export function ndcgOf(users: readonly Candidates[], weights: readonly number[]): number {
  let total = 0
  for (const candidates of users) total += ndcgOfUser(candidates, weights)
  return total / users.length
}

/**
 * Weights of the members by coordinate ascent on validation NDCG@20, from equal weights and from the best member alone.
 * Each weight in turn takes the best of a few multiples of itself, until none gains. So on these candidates, a blend is
 * never worse than a member. A few numbers chosen on thousands of users hardly overfit. The weights sum to one.
 *
 * @param users the candidates of each user, at least one
 */
export function chooseWeights(users: readonly Candidates[], members: number): number[] {
  const equal = new Array<number>(members).fill(1 / members)
  const alone = equal.map((_, member) => equal.map((_, other) => (other === member ? 1 : 0)))
  const best = alone.reduce((a, b) => (ndcgOf(users, b) > ndcgOf(users, a) ? b : a))
  const climbed = [equal, best].map((start) => climb(users, start))
  const { weights } = climbed.reduce((best, next) => (next.ndcg > best.ndcg ? next : best))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

function climb(users: readonly Candidates[], start: readonly number[]): { weights: number[]; ndcg: number } {
  let weights = [...start]
  let ndcg = ndcgOf(users, weights)
  for (let round = 0, gained = true; round < MOST_ROUNDS && gained; round++) {
    gained = false
    for (let member = 0; member < weights.length; member++) {
      const from = weights[member] === 0 ? REVIVAL : weights[member]!
      for (const factor of FACTORS) {
        const changed = weights.with(member, from * factor)
        if (changed.every((value) => value === 0)) continue
        const value = ndcgOf(users, changed)
        if (value <= ndcg) continue
        ndcg = value
        weights = changed
        gained = true
      }
    }
  }
  return { weights, ndcg }
}

function ndcgOfUser({ scores, hits, positives }: Candidates, weights: readonly number[]): number {
  const count = hits.length
  const blended = new Float64Array(count)
  weights.forEach((weight, member) => {
    if (weight === 0) return
    for (let c = 0; c < count; c++) blended[c]! += weight * scores[member * count + c]!
  })
  // The rank of a hit is one more than the number of candidates above it. Hits are few, so nothing is sorted.
  let gain = 0
  for (let c = 0; c < count; c++) {
    if (!hits[c]) continue
    let above = 0
    for (let other = 0; other < count && above < CUTOFF; other++) {
      if (blended[other]! > blended[c]! || (blended[other] === blended[c] && other < c)) above++
    }
    if (above < CUTOFF) gain += 1 / Math.log2(above + 2)
  }
  let ideal = 0
  for (let rank = 0; rank < Math.min(positives, CUTOFF); rank++) ideal += 1 / Math.log2(rank + 2)
  return gain / ideal
}
