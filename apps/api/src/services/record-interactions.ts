import { inTransaction, type InteractionType } from '@trifold/catalog'
import type { Pool } from 'pg'
import type { Platform } from '../context.ts'
import { refusal, type UserError } from '../errors/refusal.ts'
import { shorten } from '../ids.ts'
import { BATCH_LIMIT } from '../limits/batch.ts'
import { externalIdFault } from './identity.ts'

/** What each type counts by default; a rating counts what it says. */
const WEIGHTS: Record<Exclude<InteractionType, 'RATING'>, number> = { VIEW: 1, CLICK: 1, LIKE: 2, CART: 3, PURCHASE: 5 }
const MAX_WEIGHT = 1000
/** A clock that runs ahead is tolerated, a time in the future is not: it would poison the split by time. */
const CLOCK_SKEW_MS = 5 * 60_000

export interface InteractionRow {
  readonly userId: string
  readonly itemId: string
  readonly type: InteractionType
  readonly weight?: number | null
  readonly occurredAt?: Date | null
  readonly idempotencyKey?: string | null
}

export interface RecordedInteractions {
  readonly recorded: number
  readonly replayed: number
  readonly userErrors: UserError[]
}

/**
 * Record a batch: rows stand for themselves, unknown users are created, a row whose idempotency key is known changes
 * nothing. Four statements in one transaction, however many rows.
 */
export async function recordInteractions(
  platform: Pick<Platform, 'pool'>,
  rows: readonly InteractionRow[],
): Promise<RecordedInteractions> {
  if (rows.length > BATCH_LIMIT) {
    const message = `The batch has ${rows.length} interactions; at most ${BATCH_LIMIT} are taken at once.`
    return { recorded: 0, replayed: 0, userErrors: [refusal('TOO_MANY_ROWS', message, ['interactions'])] }
  }
  const userErrors = rows.flatMap((row, index) => faultOf(row, index) ?? [])
  const refused = new Set(userErrors.map((error) => Number(error.field?.[1])))
  const items = await itemKeys(
    platform.pool,
    rows.map((row) => row.itemId),
  )
  const accepted: (InteractionRow & { item: number })[] = []
  rows.forEach((row, index) => {
    if (refused.has(index)) return
    const item = items.get(row.itemId)
    if (item !== undefined) return accepted.push({ ...row, item })
    userErrors.push(
      refusal('UNKNOWN_ITEM', `No item has the external id "${shorten(row.itemId)}".`, [
        'interactions',
        index,
        'itemId',
      ]),
    )
  })
  const recorded = accepted.length === 0 ? 0 : await insert(platform.pool, accepted)
  return { recorded, replayed: accepted.length - recorded, userErrors: userErrors.sort(byRow) }
}

function faultOf(row: InteractionRow, index: number): UserError | null {
  const at = (field: string, message: string) => refusal('INVALID_INPUT', message, ['interactions', index, field])
  const userFault = externalIdFault(row.userId)
  if (userFault) return at('userId', `The user id ${userFault}.`)
  const itemFault = externalIdFault(row.itemId)
  if (itemFault) return at('itemId', `The item id ${itemFault}.`)
  const keyFault = typeof row.idempotencyKey === 'string' ? externalIdFault(row.idempotencyKey) : null
  if (keyFault) return at('idempotencyKey', `The idempotency key ${keyFault}.`)
  if (typeof row.weight !== 'number' && row.type === 'RATING')
    return at('weight', 'A RATING needs its rating as the weight.')
  if (typeof row.weight === 'number' && !(row.weight > 0 && row.weight <= MAX_WEIGHT)) {
    return at('weight', `The weight must be above 0 and at most ${MAX_WEIGHT}; it was ${row.weight}.`)
  }
  if (row.occurredAt && row.occurredAt.getTime() > Date.now() + CLOCK_SKEW_MS) {
    return at('occurredAt', `The time ${row.occurredAt.toISOString()} is in the future.`)
  }
  return row.occurredAt && row.occurredAt.getTime() < 0 ? at('occurredAt', 'The time is before 1970.') : null
}

async function itemKeys(pool: Pool, externalIds: readonly string[]): Promise<Map<string, number>> {
  const ids = [...new Set(externalIds)].filter((id) => externalIdFault(id) === null)
  const { rows } = await pool.query<{ id: number; external_id: string }>(
    'select id, external_id from items where external_id = any($1::text[])',
    [ids],
  )
  return new Map(rows.map((row) => [row.external_id, row.id]))
}

/** @returns the number of rows that were new */
async function insert(pool: Pool, rows: readonly (InteractionRow & { item: number })[]): Promise<number> {
  // sorted, so that two batches that create the same users lock them in the same order
  const users = [...new Set(rows.map((row) => row.userId))].sort()
  return inTransaction(pool, async (client) => {
    await client.query(
      'insert into users (external_id) select unnest($1::text[]) on conflict (external_id) do nothing',
      [users],
    )
    const { rowCount } = await client.query(INSERT, [
      rows.map((row) => row.userId),
      rows.map((row) => row.item),
      rows.map((row) => row.type),
      rows.map((row) => row.weight ?? (row.type === 'RATING' ? 1 : WEIGHTS[row.type])),
      rows.map((row) => row.occurredAt ?? new Date()),
      rows.map((row) => row.idempotencyKey ?? null),
    ])
    return rowCount ?? 0
  })
}

const INSERT = `
  insert into interactions (user_id, item_id, type, weight, occurred_at, idempotency_key)
  select u.id, r.item_id, r.type::"InteractionType", r.weight, r.occurred_at, r.key
  from unnest($1::text[], $2::int[], $3::text[], $4::real[], $5::timestamptz[], $6::text[])
       with ordinality as r(user_id, item_id, type, weight, occurred_at, key, position)
  join users u on u.external_id = r.user_id
  order by r.key, r.position
  on conflict (idempotency_key) do nothing`

function byRow(a: UserError, b: UserError): number {
  return Number(a.field?.[1]) - Number(b.field?.[1])
}
