import { scoreTopK } from '../core/index.ts'
import { rowOf, selectRows, type Csr } from '../linalg/index.ts'
import { type Factors, scorerOf } from '../factors/index.ts'
import type { Slate } from './choose-weights.ts'

const BATCH = 256
/** The best of each member are what a blend can have on top. */
const CANDIDATES = 100

/** What the members of a blend say of validation, and the scale on which each says it. */
export interface Slates {
  readonly slates: readonly Slate[]
  /** Of each member, the gap between its first and its last candidate, a mean over users. `[members]` */
  readonly spreads: readonly number[]
}

/**
 * The members' best items for some users, with the scores of all members for the union of them, each divided by the
 * member's spread.
 *
 * @param users who have something held out
 */
export function slatesOf(members: readonly Factors[], train: Csr, heldOut: Csr, users: Uint32Array): Slates {
  const scorers = members.map(scorerOf)
  const k = Math.min(CANDIDATES, members[0]!.items)
  const gaps = members.map(() => 0)
  const slates: Slate[] = []
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
      const candidates = Int32Array.from(union).sort()
      const positives = rowOf(heldOut, batch[n]!)
      const scores = new Float32Array(members.length * candidates.length)
      sides.forEach(({ dimension, users: rows, items }, member) => {
        for (let c = 0; c < candidates.length; c++) {
          let sum = 0
          const [u, i] = [n * dimension, candidates[c]! * dimension]
          for (let d = 0; d < dimension; d++) sum += rows[u + d]! * items[i + d]!
          scores[member * candidates.length + c] = sum
        }
      })
      const wanted = Uint8Array.from(candidates, (item) => (positives.includes(item) ? 1 : 0))
      slates.push({ scores, wanted, positives: positives.length })
    }
  }
  const spreads = gaps.map((gap) => (gap > 0 ? gap / users.length : 1))
  for (const { scores, wanted } of slates) {
    for (let at = 0; at < scores.length; at++) scores[at]! /= spreads[Math.floor(at / wanted.length)]!
  }
  return { slates, spreads }
}
