import type { Pool } from 'pg'
import { requestError } from '../errors/index.ts'
import { externalIdError, rowReference, type RowReference, shorten } from '../input/index.ts'
import { MAX_RECENT_ITEMS } from '../limits/index.ts'
import { itemKeys } from './batch.ts'
import type { History } from './user-side.ts'

/** For whom a list is: a user of the catalog, or a visitor of whom only some items are known. */
export type Audience = { readonly user: RowReference } | { readonly recentItemIds: readonly string[] }

export interface AudienceArguments {
  readonly userId?: string | null
  readonly externalUserId?: string | null
  readonly recentItemIds?: readonly string[] | null
}

/** @throws a top-level error with code BAD_USER_INPUT or INVALID_ID */
export function audienceOf({ userId, externalUserId, recentItemIds }: AudienceArguments): Audience {
  if (!recentItemIds) return { user: rowReference('User', userId, externalUserId, ['userId', 'externalUserId']) }
  if (typeof userId === 'string' || typeof externalUserId === 'string') {
    const message = 'Give "recentItemIds" or a user, not both: the interactions of a user are known already.'
    throw requestError('BAD_USER_INPUT', message)
  }
  if (recentItemIds.length > MAX_RECENT_ITEMS) {
    const message = `"recentItemIds" has ${recentItemIds.length} ids; the limit is ${MAX_RECENT_ITEMS}.`
    throw requestError('BAD_USER_INPUT', message)
  }
  for (const id of recentItemIds) {
    const error = externalIdError(id)
    if (error) throw requestError('BAD_USER_INPUT', `An id in "recentItemIds" ${error}.`)
  }
  return { recentItemIds }
}

/** The history of a visitor. One statement. @throws a top-level error with code BAD_USER_INPUT for an unknown id */
export async function visitorHistory(pool: Pool, recentItemIds: readonly string[]): Promise<History> {
  const keys = await itemKeys(pool, recentItemIds)
  const unknown = recentItemIds.find((id) => !keys.has(id))
  if (unknown !== undefined) {
    const message = `"recentItemIds" holds "${shorten(unknown)}", which is the external id of no item.`
    throw requestError('BAD_USER_INPUT', message)
  }
  return { seen: new Set(keys.values()), liked: [...keys.values()] }
}
