import { TRAINING_WEIGHT_SQL, type User } from '@trifold/catalog'
import type { UserRows } from '@trifold/model'
import type { Pool } from 'pg'
import type { ServedModel } from '../serving/index.ts'

/** The items that someone had to do with, by row key. */
export interface History {
  /** All of them: no list shows them again. */
  readonly seen: ReadonlySet<number>
  /** Those that are evidence of liking, by the rule that training has. */
  readonly liked: readonly number[]
}

/** The current history of a user. One statement. */
export async function readHistory(pool: Pool, userId: number): Promise<History> {
  const { rows } = await pool.query<{ item_id: number; liked: boolean }>(
    `select item_id, bool_or((${TRAINING_WEIGHT_SQL}) > 0) as liked from interactions
     where user_id = $1 group by item_id`,
    [userId],
  )
  return {
    seen: new Set(rows.map((row) => row.item_id)),
    liked: rows.filter((row) => row.liked).map((row) => row.item_id),
  }
}

/**
 * The user's side of a model's score, from what someone liked until now. A user of the model starts from what was
 * learned of them, and anybody else from the mean user. Null if the model knows none of these items.
 *
 * A blend cannot fold in: it serves the users that it was trained on, as they were then.
 *
 * @param user null for a visitor without an account
 * @param liked row keys
 */
export function userSide(model: ServedModel, user: User | null, liked: readonly number[]): UserRows | number | null {
  const { recommender, itemIndexes } = model
  const index = user ? recommender.users.indexOf(user.externalId) : undefined
  if (!recommender.canFoldIn) return index ?? null
  const items = liked.flatMap((id) => itemIndexes.get(id) ?? [])
  return items.length > 0 ? recommender.foldIn(items, { user: index }) : null
}
