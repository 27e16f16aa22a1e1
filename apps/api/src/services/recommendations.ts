import { randomUUID } from 'node:crypto'
import type { User } from '@trifold/catalog'
import type { Context } from '../context/index.ts'
import { requestError } from '../errors/index.ts'
import { checkFirst } from '../limits/index.ts'
import { decodeCursor, type PageArguments } from '../paging/index.ts'
import type { ServedModel } from '../serving/index.ts'
import { type Audience, visitorHistory } from './audience.ts'
import { availableAmong, bestAvailable, type Candidate, type Rank, rankWithout } from './candidates.ts'
import { explainerOf } from './explanation.ts'
import { readList, type RecommendationList, storeList } from './recommendation-list.ts'
import { cutPage, type RecommendationPage } from './recommendation-page.ts'
import { type History, readHistory, userSide } from './user-side.ts'
import { findUser } from './users.ts'

/** The most entries of a list for a user. */
const LIST_LENGTH = 200

/** The model's ranking, or the reason why popular items replace it. */
type Ranking =
  | {
      readonly source: 'MODEL' | 'SESSION' | 'SIMILAR'
      readonly model: ServedModel
      readonly rank: Rank
      /** Row keys of the items that the user's side of the score was made from. */
      readonly history: readonly number[]
    }
  | { readonly source: 'POPULAR'; readonly fallbackReason: string }

/** Someone whose list is made: a user, null for one the catalog does not know, or a visitor without an account. */
type Shopper = User | null | 'visitor'

/**
 * A page of recommendations. The first page makes the list from what the user, or the visitor, had to do with until now:
 * by the model if it knows some of these items, else by popularity. Later pages are cut from that list, even if another
 * model is promoted meanwhile.
 */
export async function recommend(
  context: Context,
  audience: Audience,
  args: PageArguments,
): Promise<RecommendationPage> {
  const first = checkFirst(args.first)
  const cursor = args.after ? decodeCursor('recommendations', args.after) : null
  const shopper = 'user' in audience ? await findUser(context, audience.user) : 'visitor'
  const user = shopper === 'visitor' ? null : shopper
  const history =
    'user' in audience ? await userHistory(context, user) : await visitorHistory(context.pool, audience.recentItemIds)
  if (cursor) return nextPage(context, shopper, history, first, cursor)
  const ranking = rankFor(context, shopper, history)
  const list = await makeList(context, {
    userId: user?.id ?? null,
    ranking,
    excluded: history.seen,
    length: LIST_LENGTH,
  })
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
  shopper: Shopper,
  { seen }: History,
  first: number,
  [listId, rank]: readonly [string, string],
): Promise<RecommendationPage> {
  const list = await readList(context.pool, listId)
  const user = shopper === 'visitor' ? null : shopper
  const isOfVisitor = list.source === 'SESSION' && shopper !== 'visitor'
  if (list.source === 'SIMILAR' || isOfVisitor || (list.userId !== null && list.userId !== user?.id)) {
    throw requestError('INVALID_CURSOR', 'This cursor belongs to the list of another user.')
  }
  const afterRank = Number(rank)
  const available = await availableAmong(context.pool, list.itemIds.slice(afterRank))
  const isAvailable = (itemId: number) => available.has(itemId) && !seen.has(itemId)
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
    history: isPopular ? [] : ranking.history,
  }
  await storeList(context.pool, list)
  return list
}

function rankFor(context: Context, shopper: Shopper, { seen, liked }: History): Ranking {
  const { current: model, loadError } = context.model
  if (!model) return popular(loadError ?? NO_MODEL)
  if (!shopper) return popular('This user is unknown.')
  const isVisitor = shopper === 'visitor'
  const noun = isVisitor ? 'visitor' : 'user'
  if (seen.size === 0) return popular(`This ${noun} has no interactions yet.`)
  const side = userSide(model, isVisitor ? null : shopper, liked)
  if (side === null) return popular(nothingKnown(model, noun))
  const exclude = [...seen].flatMap((id) => model.itemIndexes.get(id) ?? [])
  const rank: Rank = (count) => candidatesOf(model, model.recommender.recommend(side, count, { exclude }))
  return { source: isVisitor ? 'SESSION' : 'MODEL', model, rank, history: liked }
}

function rankSimilar(context: Context, itemId: number): Ranking {
  const { current: model, loadError } = context.model
  if (!model && loadError) throw requestError('MODEL_UNAVAILABLE', loadError)
  if (!model) return popular(NO_MODEL)
  const index = model.itemIndexes.get(itemId)
  if (index === undefined) {
    return popular(`This item is newer than the model in production (version ${model.version.id}).`)
  }
  const rank: Rank = (count) => candidatesOf(model, model.recommender.similarItems(index, count))
  return { source: 'SIMILAR', model, rank, history: [] }
}

const NO_MODEL = 'No model is in production yet.'

function popular(fallbackReason: string): Ranking {
  return { source: 'POPULAR', fallbackReason }
}

/** Why there is no user side, see `userSide`. */
function nothingKnown({ recommender, version }: ServedModel, noun: 'user' | 'visitor'): string {
  const model = `The model in production (version ${version.id})`
  return recommender.canFoldIn
    ? `${model} knows none of the items that this ${noun} liked.`
    : `${model} is a blend, which only serves the users that it was trained on.`
}

function candidatesOf(model: ServedModel, ranked: readonly { item: number; score: number }[]): Candidate[] {
  return ranked.map(({ item, score }) => ({ itemId: model.itemKeys[item] ?? 0, score }))
}

async function userHistory(context: Context, user: User | null): Promise<History> {
  return user ? readHistory(context.pool, user.id) : { seen: new Set(), liked: [] }
}
