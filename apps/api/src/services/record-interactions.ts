import { INTERACTION_WEIGHTS, inTransaction, type InteractionType } from '@trifold/catalog'
import type { Pool } from 'pg'
import type { Platform } from '../context/index.ts'
import { type UserError, userError } from '../errors/index.ts'
import { externalIdError } from '../input/index.ts'
import { batchError, itemKeys, unknownItem } from './batch.ts'

const MAX_WEIGHT = 1000
/** Tolerated error of the caller's clock. A time further in the future would corrupt the split by time. */
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
  readonly userErrors: readonly UserError[]
}

/** An interaction that can be stored. */
interface ValidRow extends InteractionRow {
  /** Row key of the item. */
  readonly itemKey: number
}

/**
 * Record a batch. A wrong row does not stop the others, unknown users are created, and a row with a known idempotency
 * key changes nothing. Four statements in one transaction, for any number of rows.
 */
export async function recordInteractions(
  { pool }: Pick<Platform, 'pool'>,
  rows: readonly InteractionRow[],
): Promise<RecordedInteractions> {
  const tooMany = batchError(rows, 'interactions')
  if (tooMany) return { recorded: 0, replayed: 0, userErrors: [tooMany] }
  const keys = await itemKeys(
    pool,
    rows.map((row) => row.itemId),
  )
  const userErrors: UserError[] = []
  const valid: ValidRow[] = []
  rows.forEach((row, index) => {
    const error = rowError(row, index)
    const itemKey = keys.get(row.itemId)
    if (error) userErrors.push(error)
    else if (itemKey === undefined) userErrors.push(unknownItem(row.itemId, ['interactions', index, 'itemId']))
    else valid.push({ ...row, itemKey })
  })
  const recorded = valid.length === 0 ? 0 : await insert(pool, valid)
  return { recorded, replayed: valid.length - recorded, userErrors }
}

function rowError(row: InteractionRow, index: number): UserError | null {
  const at = (field: keyof InteractionRow, message: string) =>
    userError('INVALID_INPUT', message, ['interactions', index, field])
  const userIdError = externalIdError(row.userId)
  if (userIdError) return at('userId', `The user id ${userIdError}.`)
  const itemIdError = externalIdError(row.itemId)
  if (itemIdError) return at('itemId', `The item id ${itemIdError}.`)
  const keyError = typeof row.idempotencyKey === 'string' ? externalIdError(row.idempotencyKey) : null
  if (keyError) return at('idempotencyKey', `The idempotency key ${keyError}.`)
  if (typeof row.weight !== 'number' && row.type === 'RATING') {
    return at('weight', 'A RATING needs its rating as the weight.')
  }
  if (typeof row.weight === 'number' && !(row.weight > 0 && row.weight <= MAX_WEIGHT)) {
    return at('weight', `The weight must be above 0 and at most ${MAX_WEIGHT}; it was ${row.weight}.`)
  }
  if (row.occurredAt && row.occurredAt.getTime() > Date.now() + CLOCK_SKEW_MS) {
    return at('occurredAt', `The time ${row.occurredAt.toISOString()} is in the future.`)
  }
  return row.occurredAt && row.occurredAt.getTime() < 0 ? at('occurredAt', 'The time is before 1970.') : null
}

/** @returns the number of new rows */
async function insert(pool: Pool, rows: readonly ValidRow[]): Promise<number> {
  // sorted, so that two batches that create the same users lock them in the same order
  const users = [...new Set(rows.map((row) => row.userId))].sort()
  return inTransaction(pool, async (client) => {
    await client.query(
      'insert into users (external_id) select unnest($1::text[]) on conflict (external_id) do nothing',
      [users],
    )
    const { rowCount } = await client.query(INSERT, [
      rows.map((row) => row.userId),
      rows.map((row) => row.itemKey),
      rows.map((row) => row.type),
      rows.map((row) => row.weight ?? (row.type === 'RATING' ? 1 : INTERACTION_WEIGHTS[row.type])),
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
