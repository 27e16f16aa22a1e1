import type { FastifyBaseLogger } from 'fastify'
import type { Pool } from 'pg'
import { requestError } from '../errors/index.ts'

/** How long the pages of a list can be read. */
const LIST_HOURS = 24
/** The most lists that one clean-up deletes. */
const MAX_DELETED = 10_000
const CLEANUP_MS = 10 * 60_000

/** How a list was ranked: for the user, for the recent items of a visitor, by similarity to an item, or by popularity. */
export type RecommendationSource = 'MODEL' | 'SESSION' | 'SIMILAR' | 'POPULAR'

/** A list as it was first made. */
export interface RecommendationList {
  readonly id: string
  /** Key of the user of the list; null if the catalog has no such user, and for similar items. */
  readonly userId: number | null
  readonly modelVersionId: number | null
  readonly source: RecommendationSource
  readonly fallbackReason: string | null
  /** Row keys, best first. */
  readonly itemIds: readonly number[]
  /** The scores that ranked them. */
  readonly scores: readonly number[]
  /** Row keys of the items that the user's side of the score was made from; empty unless by the model for someone. */
  readonly history: readonly number[]
}

/**
 * Store a list, so that all its pages are cut from it. The answer does not wait for the disk: after a crash within
 * half a second the list is gone, and its next page is CURSOR_EXPIRED.
 */
export async function storeList(pool: Pool, list: RecommendationList): Promise<void> {
  await pool.query(
    `with relaxed as (select set_config('synchronous_commit', 'off', true))
     insert into recommendation_logs (id, user_id, model_version_id, source, fallback_reason, item_ids, scores, history)
     select $1::uuid, $2::int, $3::int, $4::"RecommendationSource", $5::text, $6::int[], $7::float8[], $8::int[]
     from relaxed`,
    [
      list.id,
      list.userId,
      list.modelVersionId,
      list.source,
      list.fallbackReason,
      list.itemIds,
      list.scores,
      list.history,
    ],
  )
}

/** A stored list. @throws a top-level error with code CURSOR_EXPIRED */
export async function readList(pool: Pool, id: string): Promise<RecommendationList> {
  const { rows } = await pool.query<RecommendationList>(
    `select id, user_id as "userId", model_version_id as "modelVersionId", source, fallback_reason as "fallbackReason",
            item_ids as "itemIds", scores, history
     from recommendation_logs where id = $1 and created_at > now() - make_interval(hours => ${LIST_HOURS})`,
    [id],
  )
  const [list] = rows
  if (list) return list
  const message = `This list is unknown or older than ${LIST_HOURS} hours: ask for its first page again.`
  throw requestError('CURSOR_EXPIRED', message)
}

/** Delete lists whose pages can no longer be read, a bounded number at a time. @returns how many were deleted */
export async function deleteExpiredLists(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from recommendation_logs where id in (
       select id from recommendation_logs where created_at < now() - make_interval(hours => ${LIST_HOURS})
       order by created_at limit ${MAX_DELETED})`,
  )
  return rowCount ?? 0
}

/** Run `deleteExpiredLists` every ten minutes. @returns the timer, for `clearInterval` */
export function deleteExpiredListsRegularly(pool: Pool, log: FastifyBaseLogger): NodeJS.Timeout {
  const timer = setInterval(() => {
    deleteExpiredLists(pool).catch((err: unknown) => log.warn({ err }, 'Expired lists could not be deleted'))
  }, CLEANUP_MS)
  return timer.unref()
}
