import { randomUUID } from 'node:crypto'
import type { User } from '@trifold/catalog'
import type { Context } from '../context.ts'
import { requestError } from '../errors/request-error.ts'
import { checkFirst } from '../limits/first.ts'
import { decodeCursor } from '../paging/cursor.ts'
import type { ServedModel } from '../serving/served-model.ts'
import { availableAmong, bestAvailable, type Candidate } from './available-items.ts'
import { explainFor } from './explanation.ts'
import type { Identity } from './identity.ts'
import { rankPopular } from './popular-items.ts'
import { LIST_LENGTH, readList, type RecommendationList, storeList } from './recommendation-list.ts'
import { cutPage, type RecommendationPage } from './recommendation-page.ts'
import { findUser } from './users.ts'

/**
 * A page of what to show a user. The first page makes the list, by the model where it knows the user and by popularity
 * elsewhere; the pages after it are cut from that list, whatever is promoted in between.
 */
export async function recommend(
  context: Context,
  identity: Identity,
  args: { first: number; after?: string | null },
): Promise<RecommendationPage> {
  const first = checkFirst(args.first)
  const cursor = args.after ? decodeCursor('recommendations', args.after) : null
  const user = await findUser(context, identity)
  if (cursor) return nextPage(context, user, first, cursor[0], Number(cursor[1]))
  const list = await makeList(context, user)
  await storeList(context.pool, list)
  return cutPage(list, first, 0, () => true, explainFor(context, user, list))
}

async function nextPage(
  context: Context,
  user: User | null,
  first: number,
  listId: string,
  behind: number,
): Promise<RecommendationPage> {
  const list = await readList(context.pool, listId)
  if (list.source === 'SIMILAR' || (list.userId !== null && list.userId !== user?.id)) {
    throw requestError('INVALID_CURSOR', 'This cursor belongs to the list of another user.')
  }
  const available = await availableAmong(context.pool, list.itemIds.slice(behind))
  return cutPage(list, first, behind, (itemId) => available.has(itemId), explainFor(context, user, list))
}

async function makeList(context: Context, user: User | null): Promise<RecommendationList> {
  const seen = user ? await seenItems(context, user.id) : new Set<number>()
  const model = context.model.current
  const ranking = rankForUser(context, user, seen)
  const rank = typeof ranking === 'string' ? await rankPopular(context, seen) : ranking
  const candidates = await bestAvailable(context.pool, LIST_LENGTH, rank)
  const byModel = typeof ranking !== 'string'
  return {
    id: randomUUID(),
    userId: user?.id ?? null,
    modelVersionId: byModel && model ? model.version.id : null,
    source: byModel ? 'MODEL' : 'POPULAR',
    fallbackReason: byModel ? null : ranking,
    itemIds: candidates.map((candidate) => candidate.itemId),
    scores: candidates.map((candidate) => candidate.score),
  }
}

/** The model's ranking for a user, or why there is none, in one sentence. */
function rankForUser(
  context: Context,
  user: User | null,
  seen: ReadonlySet<number>,
): ((count: number) => Candidate[]) | string {
  const model = context.model.current
  if (!model) return context.model.fault ?? 'No model is in production yet.'
  if (!user) return 'This user is unknown.'
  if (seen.size === 0) return 'This user has no interactions yet.'
  const index = model.recommender.users.indexOf(user.externalId)
  if (index === undefined) return `This user is newer than the model in production (version ${model.version.id}).`
  const exclude = indexesOf(model, seen)
  return (count) =>
    model.recommender
      .recommend(index, count, { exclude })
      .map(({ item, score }) => ({ itemId: model.itemKeys[item], score }))
}

function indexesOf(model: ServedModel, itemIds: ReadonlySet<number>): number[] {
  return [...itemIds].map((id) => model.itemIndexes.get(id)).filter((index) => index !== undefined)
}

async function seenItems(context: Context, userId: number): Promise<Set<number>> {
  const { rows } = await context.pool.query<{ item_id: number }>(
    'select distinct item_id from interactions where user_id = $1',
    [userId],
  )
  return new Set(rows.map((row) => row.item_id))
}
