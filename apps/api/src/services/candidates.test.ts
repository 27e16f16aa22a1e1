import fc from 'fast-check'
import type { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { bestAvailable } from './candidates.ts'

/** A pool with these available items that counts its statements. */
function poolWith(available: ReadonlySet<number>): { pool: Pool; statements: () => number } {
  let count = 0
  const query = async (_sql: string, [ids]: [number[]]) => {
    count++
    return { rows: ids.filter((id) => available.has(id)).map((id) => ({ id })) }
  }
  return { pool: { query } as unknown as Pool, statements: () => count }
}

describe('the best available of a ranking', () => {
  it('are the first of it that may be shown, in its order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        async (ranking, length) => {
          const { pool } = poolWith(new Set(ranking.filter((id) => id % 7 === 0)))
          const rank = (count: number) => ranking.slice(0, count).map((itemId, n) => ({ itemId, score: -n }))
          const best = await bestAvailable(pool, length, rank)
          expect(best.map((one) => one.itemId)).toEqual(ranking.filter((id) => id % 7 === 0).slice(0, length))
        },
      ),
    )
  })

  it('cost one statement where few are hidden', async () => {
    const all = Array.from({ length: 1000 }, (_, n) => n + 1)
    const { pool, statements } = poolWith(new Set(all))
    await bestAvailable(pool, 200, (count) => all.slice(0, count).map((itemId) => ({ itemId, score: 0 })))
    expect(statements()).toBe(1)
  })
})
