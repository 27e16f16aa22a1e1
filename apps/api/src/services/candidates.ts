import type { Pool } from 'pg'

/** An entry of a ranking, before the page is cut. */
export interface Candidate {
  /** Row key. */
  readonly itemId: number
  readonly score: number
}

/** The best `count` of a ranking, best first; fewer only if the ranking has no more. */
export type Rank = (count: number) => readonly Candidate[]

/** Depth of the first ranking relative to the requested count, and growth of the depth after that. */
const FIRST_FACTOR = 1.5
const NEXT_FACTOR = 4

/** The items among these that may be shown: not deleted, not hidden, not sold out. One statement. */
export async function availableAmong(pool: Pool, itemIds: readonly number[]): Promise<Set<number>> {
  const { rows } = await pool.query<{ id: number }>(
    'select id from items where id = any($1::int[]) and is_available and (stock is null or stock > 0)',
    [itemIds],
  )
  return new Set(rows.map((row) => row.id))
}

/**
 * The best `count` of a ranking that may be shown.
 * It first ranks half more than `count`, and four times as many again while too few of them are available.
 */
export async function bestAvailable(pool: Pool, count: number, rank: Rank): Promise<Candidate[]> {
  const best: Candidate[] = []
  let checked = 0
  for (let depth = Math.ceil(count * FIRST_FACTOR); ; depth *= NEXT_FACTOR) {
    const ranked = rank(depth)
    const unchecked = ranked.slice(checked)
    const available = await availableAmong(
      pool,
      unchecked.map((candidate) => candidate.itemId),
    )
    best.push(...unchecked.filter((candidate) => available.has(candidate.itemId)))
    checked = ranked.length
    if (best.length >= count || ranked.length < depth) return best.slice(0, count)
  }
}

/** The ranking of candidates without the excluded items. */
export function rankWithout(candidates: readonly Candidate[], excluded: ReadonlySet<number>): Rank {
  return (count) => {
    const ranked: Candidate[] = []
    for (const candidate of candidates) {
      if (ranked.length === count) break
      if (!excluded.has(candidate.itemId)) ranked.push(candidate)
    }
    return ranked
  }
}
