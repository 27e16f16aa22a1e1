import { randomUUID } from 'node:crypto'
import type { User } from '@trifold/catalog'
import type { Context } from '../context/index.ts'
import { requestError } from '../errors/index.ts'
import type { RowReference } from '../input/index.ts'
import { checkFirst } from '../limits/index.ts'
import { decodeCursor, type PageArguments } from '../paging/index.ts'
import type { ServedModel } from '../serving/index.ts'
import { availableAmong, bestAvailable, type Candidate, type Rank, rankWithout } from './candidates.ts'
import { explainerOf } from './explanation.ts'
import { readList, type RecommendationList, storeList } from './recommendation-list.ts'
import { cutPage, type RecommendationPage } from './recommendation-page.ts'
import { findUser } from './users.ts'

/** The most entries of a list for a user. */
const LIST_LENGTH = 200

/** The model's ranking, or the reason why popular items replace it. */
type Ranking =
  | { readonly source: 'MODEL' | 'SIMILAR'; readonly model: ServedModel; readonly rank: Rank }
  | { readonly source: 'POPULAR'; readonly fallbackReason: string }

/**
 * A page of recommendations for a user. The first page makes the list: by the model if it knows the user, else by
 * popularity. Later pages are cut from that list, even if another model is promoted meanwhile.
 */
export async function recommend(
  context: Context,
  reference: RowReference,
  args: PageArguments,
): Promise<RecommendationPage> {
  const first = checkFirst(args.first)
  const cursor = args.after ? decodeCursor('recommendations', args.after) : null
  const user = await findUser(context, reference)
  if (cursor) return nextPage(context, user, first, cursor)
  const seen = user ? await seenItems(context, user.id) : new Set<number>()
  const ranking = rankForUser(context, user, seen)
  const list = await makeList(context, { userId: user?.id ?? null, ranking, excluded: seen, length: LIST_LENGTH })
  return cutPage(list, firstPage(first), explainerOf(context, user, list))
}

/**
 * Items that are similar to one item; null if there is no such item. An item that the model does not know gets popular
 * items.
 * @throws a top-level error with code MODEL_UNAVAILABLE if the model in production could not be loaded
 */
export async function recommendSimilar(
  context: Context,
  itemId: number,
  first: number,
): Promise<RecommendationPage | null> {
  const length = checkFirst(first)
  const item = await context.prisma.item.findUnique({ where: { id: itemId }, select: { id: true } })
  if (!item) return null
  const ranking = rankSimilar(context, itemId)
  const list = await makeList(context, { userId: null, ranking, excluded: new Set([itemId]), length })
  return cutPage(list, firstPage(first), () => null)
}

const firstPage = (first: number) => ({ first, afterRank: 0, isAvailable: () => true })

async function nextPage(
  context: Context,
  user: User | null,
  first: number,
  [listId, rank]: readonly [string, string],
): Promise<RecommendationPage> {
  const list = await readList(context.pool, listId)
  if (list.source === 'SIMILAR' || (list.userId !== null && list.userId !== user?.id)) {
    throw requestError('INVALID_CURSOR', 'This cursor belongs to the list of another user.')
  }
  const afterRank = Number(rank)
  const available = await availableAmong(context.pool, list.itemIds.slice(afterRank))
  const isAvailable = (itemId: number) => available.has(itemId)
  return cutPage(list, { first, afterRank, isAvailable }, explainerOf(context, user, list))
}

interface NewList {
  readonly userId: number | null
  readonly ranking: Ranking
  /** Items that popular items must not repeat; the model's ranking leaves them out itself. */
  readonly excluded: ReadonlySet<number>
  readonly length: number
}

async function makeList(context: Context, { userId, ranking, excluded, length }: NewList): Promise<RecommendationList> {
  const isPopular = ranking.source === 'POPULAR'
  const rank = isPopular ? rankWithout(await context.popularity.list(), excluded) : ranking.rank
  const candidates = await bestAvailable(context.pool, length, rank)
  const list: RecommendationList = {
    id: randomUUID(),
    userId,
    modelVersionId: isPopular ? null : ranking.model.version.id,
    source: ranking.source,
    fallbackReason: isPopular ? ranking.fallbackReason : null,
    itemIds: candidates.map((candidate) => candidate.itemId),
    scores: candidates.map((candidate) => candidate.score),
  }
  await storeList(context.pool, list)
  return list
}

function rankForUser(context: Context, user: User | null, seen: ReadonlySet<number>): Ranking {
  const { current: model, loadError } = context.model
  if (!model) return popular(loadError ?? NO_MODEL)
  if (!user) return popular('This user is unknown.')
  if (seen.size === 0) return popular('This user has no interactions yet.')
  const index = model.recommender.users.indexOf(user.externalId)
  if (index === undefined) return popular(newerThan(model, 'user'))
  const exclude = [...seen].flatMap((id) => model.itemIndexes.get(id) ?? [])
  const rank: Rank = (count) => candidatesOf(model, model.recommender.recommend(index, count, { exclude }))
  return { source: 'MODEL', model, rank }
}

function rankSimilar(context: Context, itemId: number): Ranking {
  const { current: model, loadError } = context.model
  if (!model && loadError) throw requestError('MODEL_UNAVAILABLE', loadError)
  if (!model) return popular(NO_MODEL)
  const index = model.itemIndexes.get(itemId)
  if (index === undefined) return popular(newerThan(model, 'item'))
  const rank: Rank = (count) => candidatesOf(model, model.recommender.similarItems(index, count))
  return { source: 'SIMILAR', model, rank }
}

const NO_MODEL = 'No model is in production yet.'

function popular(fallbackReason: string): Ranking {
  return { source: 'POPULAR', fallbackReason }
}

function newerThan(model: ServedModel, noun: 'user' | 'item'): string {
  return `This ${noun} is newer than the model in production (version ${model.version.id}).`
}

function candidatesOf(model: ServedModel, ranked: readonly { item: number; score: number }[]): Candidate[] {
  return ranked.map(({ item, score }) => ({ itemId: model.itemKeys[item] ?? 0, score }))
}

async function seenItems(context: Context, userId: number): Promise<Set<number>> {
  const { rows } = await context.pool.query<{ item_id: number }>(
    'select distinct item_id from interactions where user_id = $1',
    [userId],
  )
  return new Set(rows.map((row) => row.item_id))
}
