import type { RecommendationSource } from '@trifold/catalog'
import type { Pool } from 'pg'
import { requestError } from '../errors/request-error.ts'

/** How long the pages of a list can be asked for. */
export const LIST_HOURS = 24
/** The most entries a list has. */
export const LIST_LENGTH = 200

/** A list as it was first made. */
export interface RecommendationList {
  readonly id: string
  /** Key of the user it was made for; null where it was made for nobody in the catalog. */
  readonly userId: number | null
  readonly modelVersionId: number | null
  readonly source: RecommendationSource
  readonly fallbackReason: string | null
  /** Row keys, best first. */
  readonly itemIds: readonly number[]
  /** What they were ranked by. */
  readonly scores: readonly number[]
}

/**
 * Keep a list, so that its pages are cut from it. The answer does not wait for the disk: should the machine fail within
 * the next half second, the list is gone and its next page says so.
 */
export async function storeList(pool: Pool, list: RecommendationList): Promise<void> {
  await pool.query(
    `with relaxed as (select set_config('synchronous_commit', 'off', true))
     insert into recommendation_logs (id, user_id, model_version_id, source, fallback_reason, item_ids, scores)
     select $1::uuid, $2::int, $3::int, $4::"RecommendationSource", $5::text, $6::int[], $7::float8[] from relaxed`,
    [list.id, list.userId, list.modelVersionId, list.source, list.fallbackReason, list.itemIds, list.scores],
  )
}

/** A kept list. @throws a top-level error with code CURSOR_EXPIRED */
export async function readList(pool: Pool, id: string): Promise<RecommendationList> {
  const { rows } = await pool.query<RecommendationList>(
    `select id, user_id as "userId", model_version_id as "modelVersionId", source, fallback_reason as "fallbackReason",
            item_ids as "itemIds", scores
     from recommendation_logs where id = $1 and created_at > now() - make_interval(hours => ${LIST_HOURS})`,
    [id],
  )
  if (rows.length === 0) {
    throw requestError(
      'CURSOR_EXPIRED',
      `This list is older than ${LIST_HOURS} hours or was never made: ask for its first page again.`,
    )
  }
  return rows[0]
}

/** Forget lists whose pages can't be asked for any more, a bounded number at a time. */
export async function forgetOldLists(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from recommendation_logs where id in (
       select id from recommendation_logs where created_at < now() - make_interval(hours => ${LIST_HOURS})
       order by created_at limit 10000)`,
  )
  return rowCount ?? 0
}
