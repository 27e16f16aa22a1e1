import { ask } from '../api/client.ts'
import { RecommendationsDocument } from '../gql/graphql.ts'
import type { Entry, RecommendationList } from './list.ts'

/** How far down a shopper's list a product page looks for its product. */
export const LOOKED_AT = 50

export interface Place {
  readonly list: RecommendationList
  /** The item's own entry; null when it is not among the first `LOOKED_AT`. */
  readonly entry: Entry | null
}

/** Where an item stands in a shopper's list right now; null when there is no list. */
export async function placeOf(item: string, shopper: string): Promise<Place | null> {
  const { data } = await ask(RecommendationsDocument, { shopper, first: LOOKED_AT, after: null })
  const list = data?.recommendations
  if (!list) return null
  return { list, entry: list.edges.find(({ node }) => node.externalId === item) ?? null }
}
