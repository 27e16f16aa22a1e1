import type { Pool } from 'pg'

/** How long an order of popularity is served before it is counted again. */
const FRESH_MS = 30_000
/** How deep it goes: far beyond what any list shows. */
const DEPTH = 10_000

/** Items by what all users' interactions with them weigh, heaviest first. */
export interface PopularItems {
  readonly items: Int32Array
  readonly scores: Float64Array
}

/** The order of popularity, counted at most every half minute; a stale one serves while the next is counted. */
export class Popularity {
  private counted: { list: PopularItems; at: number } | null = null
  private counting: Promise<PopularItems> | null = null

  constructor(private readonly pool: Pool) {}

  async list(): Promise<PopularItems> {
    if (this.counted && Date.now() - this.counted.at < FRESH_MS) return this.counted.list
    this.counting ??= this.count().finally(() => (this.counting = null))
    if (!this.counted) return this.counting
    // nobody waits for this one: a failure keeps the stale order and is met again by the next caller
    this.counting.catch(() => undefined)
    return this.counted.list
  }

  private async count(): Promise<PopularItems> {
    const { rows } = await this.pool.query<{ id: number; score: number }>(
      `select i.id, coalesce(p.score, 0)::float8 as score
       from items i left join (select item_id, sum(weight) as score from interactions group by item_id) p on p.item_id = i.id
       order by score desc, i.id limit ${DEPTH}`,
    )
    const list = { items: Int32Array.from(rows, (row) => row.id), scores: Float64Array.from(rows, (row) => row.score) }
    this.counted = { list, at: Date.now() }
    return list
  }
}
