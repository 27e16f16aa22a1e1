/** The items worth ranking for one user, with what every member of a blend says of them. */
export interface Slate {
  /** Scores on each member's own scale, divided by its spread. `[members, candidates]` */
  readonly scores: Float32Array
  /** 1 where the candidate was held out. `[candidates]` */
  readonly wanted: Uint8Array
  /** Held-out items of the user, whether candidates or not; at least one. */
  readonly positives: number
}

const CUTOFF = 20
/** What one member's weight is tried at, in parts of what it is. */
const FACTORS = [0, 0.25, 0.5, 0.7, 0.85, 1.18, 1.43, 2, 4]
/** A weight for a member that has none. */
const REVIVAL = 0.25
const MOST_ROUNDS = 12

/** NDCG@20 of a weighted sum, a mean over users: what the weights are chosen by. */
export function ndcgOf(slates: readonly Slate[], weights: readonly number[]): number {
  let total = 0
  for (const slate of slates) total += slateNdcg(slate, weights)
  return total / slates.length
}

/**
 * Weights of the members by coordinate ascent on validation NDCG@20, from equal ones and from the best member alone: each
 * weight in turn takes the best of a few multiples of itself, until none gains. So a blend is never worse on these
 * slates than a member, and a handful of numbers chosen on thousands of users cannot learn the users by heart. The
 * weights sum to one.
 *
 * @param slates at least one
 */
export function chooseWeights(slates: readonly Slate[], members: number): number[] {
  const equal = new Array<number>(members).fill(1 / members)
  const alone = equal.map((_, member) => equal.map((_, other) => (other === member ? 1 : 0)))
  const best = alone.reduce((a, b) => (ndcgOf(slates, b) > ndcgOf(slates, a) ? b : a))
  const climbed = [equal, best].map((start) => climb(slates, start))
  const { weights } = climbed.reduce((best, next) => (next.ndcg > best.ndcg ? next : best))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

function climb(slates: readonly Slate[], start: readonly number[]): { weights: number[]; ndcg: number } {
  let weights = [...start]
  let ndcg = ndcgOf(slates, weights)
  for (let round = 0, gained = true; round < MOST_ROUNDS && gained; round++) {
    gained = false
    for (let member = 0; member < weights.length; member++) {
      const from = weights[member] === 0 ? REVIVAL : weights[member]!
      for (const factor of FACTORS) {
        const changed = weights.with(member, from * factor)
        if (changed.every((value) => value === 0)) continue
        const value = ndcgOf(slates, changed)
        if (value <= ndcg) continue
        ndcg = value
        weights = changed
        gained = true
      }
    }
  }
  return { weights, ndcg }
}

function slateNdcg({ scores, wanted, positives }: Slate, weights: readonly number[]): number {
  const candidates = wanted.length
  const blended = new Float64Array(candidates)
  weights.forEach((weight, member) => {
    if (weight === 0) return
    for (let c = 0; c < candidates; c++) blended[c]! += weight * scores[member * candidates + c]!
  })
  // the rank of a hit is one more than the candidates above it: no sorting, as hits are few
  let gain = 0
  for (let c = 0; c < candidates; c++) {
    if (!wanted[c]) continue
    let above = 0
    for (let other = 0; other < candidates && above < CUTOFF; other++) {
      if (blended[other]! > blended[c]! || (blended[other] === blended[c] && other < c)) above++
    }
    if (above < CUTOFF) gain += 1 / Math.log2(above + 2)
  }
  let ideal = 0
  for (let rank = 0; rank < Math.min(positives, CUTOFF); rank++) ideal += 1 / Math.log2(rank + 2)
  return gain / ideal
}
