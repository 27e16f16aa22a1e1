import type pg from 'pg'
import type { InteractionType, SplitLabel } from '../../generated/prisma/client.ts'
import { copyInto } from './copy.ts'

/** An event by the callers' ids. */
export interface EventInput {
  readonly user: string
  readonly item: string
  readonly type: InteractionType
  readonly weight: number
  /** Since 1970; null where it is not known. */
  readonly seconds: number | null
  readonly split: SplitLabel | null
  /** The caller's id of the event; a second event of the same id changes nothing. */
  readonly id: string | null
}

export interface LoadedEvents {
  readonly recorded: number
  readonly createdUsers: number
  readonly createdItems: number
  /** Rows that were not recorded, by their index: the item is not in the catalog, or the id is another event's. */
  readonly faults: ReadonlyMap<number, string>
}

const ROWS_A_YIELD = 500
const TWINS_LOOKED_UP = 20

/**
 * Loads events into the catalog, batch by batch, within one transaction. An event that is there already, by its id or
 * else by user, item, type and time, is left out. Each batch costs the same however large the catalog is: every join
 * goes through an index, one lookup a row.
 */
export class EventLoader {
  private constructor(
    private readonly client: pg.PoolClient,
    private readonly createsItems: boolean,
    /** Largest key of the interactions that were there before, and the time of events that have none. */
    private readonly before: { readonly id: string; readonly now: number },
  ) {}

  /** @param createsItems enter unknown items by their ids; otherwise their events are faults */
  static async start(client: pg.PoolClient, createsItems: boolean): Promise<EventLoader> {
    await client.query(`
      CREATE TEMP TABLE arriving_events (n int, "user" text, item text, type "InteractionType", weight real,
        occurred_at timestamptz(3), split "SplitLabel", key text) ON COMMIT DROP`)
    // Tables that were empty when the transaction began have no statistics: the planner would scan them for every batch.
    await client.query('SET LOCAL enable_seqscan = off; SET LOCAL jit = off')
    const { rows } = await client.query<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM interactions')
    return new EventLoader(client, createsItems, { id: rows[0]!.id, now: Date.now() / 1000 })
  }

  async load(batch: readonly EventInput[]): Promise<LoadedEvents> {
    await this.stage(batch)
    const createdItems = this.createsItems ? await this.enter('items', 'item') : 0
    const faults = this.createsItems ? new Map<number, string>() : await this.removeUnknownItems()
    const createdUsers = await this.enter('users', 'user')
    const { rowCount } = await this.client.query(INSERT, [this.before.id, this.before.now])
    if (batch.some(({ id }) => id !== null)) {
      for (const [row, fault] of await this.conflicts()) faults.set(row, fault)
    }
    return { recorded: rowCount ?? 0, createdUsers, createdItems, faults }
  }

  private async stage(batch: readonly EventInput[]): Promise<void> {
    await this.client.query('TRUNCATE arriving_events')
    const seen = new Set<string>() // rows that repeat one of this batch
    await copyInto(this.client, 'arriving_events', function* (writer) {
      for (const [n, { user, item, type, weight, seconds, split, id }] of batch.entries()) {
        if (n % ROWS_A_YIELD === 0) yield
        if (id === null && seconds !== null) {
          const event = `${user}\0${item}\0${type}\0${Math.round(seconds * 1000)}`
          if (seen.has(event)) continue
          seen.add(event)
        }
        writer.row(8).int32(n).text(user).text(item).text(type).float32(weight)
        if (seconds === null) writer.null()
        else writer.timestamp(seconds)
        if (split === null) writer.null()
        else writer.text(split)
        if (id === null) writer.null()
        else writer.text(id)
      }
    })
  }

  /** In the order in which they first occur. */
  private async enter(table: 'users' | 'items', column: 'user' | 'item'): Promise<number> {
    const [into, values] = table === 'items' ? ['external_id, title', 'id, id'] : ['external_id', 'id']
    const { rowCount } = await this.client.query(`
      INSERT INTO ${table} (${into}) SELECT ${values} FROM (
        SELECT e."${column}" AS id, min(e.n) AS first FROM arriving_events e
        WHERE (SELECT t.id FROM ${table} t WHERE t.external_id = e."${column}") IS NULL GROUP BY 1
      ) fresh ORDER BY first ON CONFLICT (external_id) DO NOTHING`)
    return rowCount ?? 0
  }

  private async removeUnknownItems(): Promise<Map<number, string>> {
    const { rows } = await this.client.query<{ n: number; item: string }>(`
      WITH gone AS (
        DELETE FROM arriving_events e WHERE (SELECT i.id FROM items i WHERE i.external_id = e.item) IS NULL
        RETURNING n, item
      ) SELECT n, item FROM gone ORDER BY n`)
    const twins = await this.twinsByCase(rows.slice(0, TWINS_LOOKED_UP).map(({ item }) => item))
    const fault = (item: string) => {
      const twin = twins.get(item)
      const hint = twin === undefined ? '' : ` (its case differs from "${twin}")`
      return `there is no item "${item}"${hint}; import the items first, or make an entry for each with --create-missing`
    }
    return new Map(rows.map(({ n, item }) => [n, fault(item)]))
  }

  /** Items whose ids differ from these only in case, by these: a scan of all items, so for a few. */
  private async twinsByCase(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map()
    const { rows } = await this.client.query<{ id: string; twin: string }>(
      `SELECT w.id, min(i.external_id) AS twin FROM unnest($1::text[]) AS w(id)
       JOIN items i ON lower(i.external_id) = lower(w.id) GROUP BY w.id`,
      [ids],
    )
    return new Map(rows.map(({ id, twin }) => [id, twin]))
  }

  /** Events whose id is in the catalog for another user, item or type. */
  private async conflicts(): Promise<[number, string][]> {
    const { rows } = await this.client.query<{ n: number; key: string }>(`
      SELECT e.n, e.key FROM arriving_events e
      JOIN interactions x ON x.idempotency_key = e.key JOIN users u ON u.id = x.user_id JOIN items i ON i.id = x.item_id
      WHERE (u.external_id, i.external_id, x.type) IS DISTINCT FROM (e."user", e.item, e.type) ORDER BY e.n`)
    const fault = (key: string) =>
      `the event id "${key}" is that of another event; if it counts orders, leave it out with --map COLUMN=ignore`
    return rows.map(({ n, key }) => [n, fault(key)])
  }
}

/** Without a time, what counts is whether the user did this to the item before the import; within it, rows may repeat. */
const INSERT = `
  INSERT INTO interactions (user_id, item_id, type, weight, occurred_at, split, idempotency_key)
  SELECT u.id, i.id, e.type, e.weight, coalesce(e.occurred_at, to_timestamp($2)), e.split, e.key
  FROM arriving_events e JOIN users u ON u.external_id = e."user" JOIN items i ON i.external_id = e.item
  WHERE CASE
    WHEN e.key IS NOT NULL THEN true
    WHEN e.occurred_at IS NOT NULL THEN (
      SELECT x.id FROM interactions x
      WHERE x.user_id = u.id AND x.occurred_at = e.occurred_at AND x.item_id = i.id AND x.type = e.type LIMIT 1
    ) IS NULL
    ELSE (
      SELECT x.id FROM interactions x
      WHERE x.user_id = u.id AND x.item_id = i.id AND x.type = e.type AND x.id <= $1 LIMIT 1
    ) IS NULL
  END
  ORDER BY e.n ON CONFLICT (idempotency_key) DO NOTHING`
