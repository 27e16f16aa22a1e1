import type { Pool } from 'pg'

/** Age at which the order of popularity is counted again. */
const MAX_AGE_MS = 30_000
/** Length of the order: far more than any list shows. */
const MAX_ITEMS = 10_000

/** An item and the summed weight of all users' interactions with it. */
export interface PopularItem {
  /** Row key. */
  readonly itemId: number
  readonly score: number
}

/** The items in order of popularity, counted at most every half minute. A stale order serves while the next is counted. */
export class Popularity {
  private counted: { items: readonly PopularItem[]; at: number } | null = null
  private counting: Promise<readonly PopularItem[]> | null = null

  constructor(private readonly pool: Pool) {}

  /** Most popular first. */
  async list(): Promise<readonly PopularItem[]> {
    if (this.counted && Date.now() - this.counted.at < MAX_AGE_MS) return this.counted.items
    this.counting ??= this.count().finally(() => (this.counting = null))
    if (!this.counted) return this.counting
    // The stale order is the answer. If the count fails, the next call counts again.
    this.counting.catch(() => undefined)
    return this.counted.items
  }

  private async count(): Promise<readonly PopularItem[]> {
    const { rows: items } = await this.pool.query<PopularItem>(
      `select i.id as "itemId", coalesce(p.score, 0)::float8 as score
       from items i left join (select item_id, sum(weight) as score from interactions group by item_id) p on p.item_id = i.id
       order by score desc, i.id limit ${MAX_ITEMS}`,
    )
    this.counted = { items, at: Date.now() }
    return items
  }
}
