import type { Pool } from 'pg'
import { type UserError, userError } from '../errors/index.ts'
import { externalIdError, shorten } from '../input/index.ts'
import { MAX_BATCH_ROWS } from '../limits/index.ts'

/** The error for a batch that is too long, at the input `field`; null for one within the limit. */
export function batchError(rows: readonly unknown[], field: string, noun = field): UserError | null {
  if (rows.length <= MAX_BATCH_ROWS) return null
  const message = `The batch has ${rows.length} ${noun}; the limit is ${MAX_BATCH_ROWS}.`
  return userError('TOO_MANY_ROWS', message, [field])
}

export function unknownItem(itemId: string, field: readonly (string | number)[]): UserError {
  return userError('UNKNOWN_ITEM', `No item has the external id "${shorten(itemId)}".`, field)
}

export function duplicateRow(name: string, externalId: string, field: readonly (string | number)[]): UserError {
  return userError('DUPLICATE_ROW', `${name} "${shorten(externalId)}" is in an earlier row already.`, field)
}

/** Row keys of the items with these external ids, by one statement. Ids that no item can have are skipped. */
export async function itemKeys(pool: Pool, externalIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const ids = [...new Set(externalIds)].filter((id) => externalIdError(id) === null)
  const { rows } = await pool.query<{ id: number; external_id: string }>(
    'select id, external_id from items where external_id = any($1::text[])',
    [ids],
  )
  return new Map(rows.map((row) => [row.external_id, row.id]))
}
