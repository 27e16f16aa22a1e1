import type { Pool } from 'pg'

/** An item as a list has it, before its page is cut. */
export interface Candidate {
  /** Row key. */
  readonly itemId: number
  readonly score: number
}

/** Which of these items may be shown: there, not hidden and not sold out. One statement. */
export async function availableAmong(pool: Pool, itemIds: readonly number[]): Promise<Set<number>> {
  const { rows } = await pool.query<{ id: number }>(
    'select id from items where id = any($1::int[]) and is_available and (stock is null or stock > 0)',
    [itemIds],
  )
  return new Set(rows.map((row) => row.id))
}

/**
 * The best `wanted` of a ranking that may be shown. The ranking is asked for half more than wanted, and for four times
 * as many again while too few of them survive.
 * @param rank the best `count` of the ranking, best first; fewer only where there are no more
 */
export async function bestAvailable(
  pool: Pool,
  wanted: number,
  rank: (count: number) => readonly Candidate[],
): Promise<Candidate[]> {
  const survivors: Candidate[] = []
  let checked = 0
  for (let count = Math.ceil(wanted * 1.5); ; count *= 4) {
    const ranked = rank(count)
    const fresh = ranked.slice(checked)
    const available = await availableAmong(
      pool,
      fresh.map((candidate) => candidate.itemId),
    )
    survivors.push(...fresh.filter((candidate) => available.has(candidate.itemId)))
    checked = ranked.length
    if (survivors.length >= wanted || ranked.length < count) return survivors.slice(0, wanted)
  }
}
