import { randomUUID } from 'node:crypto'
import type { Context } from '../context.ts'
import { requestError } from '../errors/request-error.ts'
import { checkFirst } from '../limits/first.ts'
import { bestAvailable, type Candidate } from './available-items.ts'
import { rankPopular } from './popular-items.ts'
import { type RecommendationList, storeList } from './recommendation-list.ts'
import { cutPage, type RecommendationPage } from './recommendation-page.ts'

/**
 * Items like one item; null where there is no such item. An item the model has not seen gets what is popular.
 * @throws a top-level error with code MODEL_UNAVAILABLE where the model in production could not be loaded
 */
export async function recommendSimilar(
  context: Context,
  itemId: number,
  wanted: number,
): Promise<RecommendationPage | null> {
  const first = checkFirst(wanted)
  const item = await context.prisma.item.findUnique({ where: { id: itemId }, select: { id: true } })
  if (!item) return null
  const ranking = rankSimilar(context, itemId)
  const rank = typeof ranking === 'string' ? await rankPopular(context, new Set([itemId])) : ranking
  const candidates = await bestAvailable(context.pool, first, rank)
  const byModel = typeof ranking !== 'string'
  const list: RecommendationList = {
    id: randomUUID(),
    userId: null,
    modelVersionId: byModel ? (context.model.current?.version.id ?? null) : null,
    source: byModel ? 'SIMILAR' : 'POPULAR',
    fallbackReason: byModel ? null : ranking,
    itemIds: candidates.map((candidate) => candidate.itemId),
    scores: candidates.map((candidate) => candidate.score),
  }
  await storeList(context.pool, list)
  return cutPage(
    list,
    first,
    0,
    () => true,
    () => null,
  )
}

function rankSimilar(context: Context, itemId: number): ((count: number) => Candidate[]) | string {
  const model = context.model.current
  if (!model) {
    if (context.model.fault) throw requestError('MODEL_UNAVAILABLE', context.model.fault)
    return 'No model is in production yet.'
  }
  const index = model.itemIndexes.get(itemId)
  if (index === undefined) return `This item is newer than the model in production (version ${model.version.id}).`
  return (count) =>
    model.recommender.similarItems(index, count).map(({ item, score }) => ({ itemId: model.itemKeys[item], score }))
}
