import { scoreTopK } from '../core/index.ts'
import { rowOf, selectRows, type Csr } from '../linalg/index.ts'
import { type Factors, scorerOf } from '../factors/index.ts'
import type { Candidates } from './choose-weights.ts'

const BATCH = 256
/** Best items of each member: the top of a blend comes from these. */
const BEST = 100

/** The candidates of the validation users, and the spread of each member's scores. */
export interface ScoredCandidates {
  /** One a user. */
  readonly candidates: readonly Candidates[]
  /** The gap between a member's first and last candidate, a mean over users. `[members]` */
  readonly spreads: readonly number[]
}

/**
 * The best items of each member for some users. Their union gets the scores of all members, each divided by the
 * member's spread.
 *
 * @param users the validation users; each has something held out
 */
export function candidatesOf(
  members: readonly Factors[],
  train: Csr,
  heldOut: Csr,
  users: Uint32Array,
): ScoredCandidates {
  const scorers = members.map(scorerOf)
  const k = Math.min(BEST, members[0]!.items)
  const gaps = members.map(() => 0)
  const candidates: Candidates[] = []
  for (let start = 0; start < users.length; start += BATCH) {
    const batch = users.subarray(start, start + BATCH)
    const seen = selectRows(train, batch)
    const exclude = { offsets: seen.indptr, ids: seen.indices }
    const sides = scorers.map((scorer) => scorer.sidesOf(batch))
    const found = sides.map((side) => scoreTopK(side.users, side.items, side.dimension, k, exclude))
    for (let n = 0; n < batch.length; n++) {
      const union = new Set<number>()
      found.forEach(({ ids, scores }, member) => {
        let last = n * k
        for (let at = n * k; at < (n + 1) * k && ids[at]! >= 0; at++) union.add(ids[(last = at)]!)
        gaps[member]! += scores[n * k]! - scores[last]!
      })
      const list = Int32Array.from(union).sort()
      const positives = rowOf(heldOut, batch[n]!)
      const scores = new Float32Array(members.length * list.length)
      sides.forEach(({ dimension, users: rows, items }, member) => {
        for (let c = 0; c < list.length; c++) {
          let sum = 0
          const [u, i] = [n * dimension, list[c]! * dimension]
          for (let d = 0; d < dimension; d++) sum += rows[u + d]! * items[i + d]!
          scores[member * list.length + c] = sum
        }
      })
      const hits = Uint8Array.from(list, (item) => (positives.includes(item) ? 1 : 0))
      candidates.push({ scores, hits, positives: positives.length })
    }
  }
  const spreads = gaps.map((gap) => (gap > 0 ? gap / users.length : 1))
  for (const { scores, hits } of candidates) {
    for (let at = 0; at < scores.length; at++) scores[at]! /= spreads[Math.floor(at / hits.length)]!
  }
  return { candidates, spreads }
}
