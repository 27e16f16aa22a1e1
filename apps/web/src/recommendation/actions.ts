'use server'

import { ask, type Answer } from '../api/client.ts'
import { RecommendationsDocument } from '../gql/graphql.ts'
import type { RecommendationList } from './list.ts'

/** Items a page asks for at a time. */
const PAGE = 8
const MOST = 100

/** The next page of a list, from its cursor: pages of one list never repeat an item, even when a new model is promoted. */
export async function nextPage(shopper: string, after: string): Promise<Answer<RecommendationList>> {
  return recommend({ shopper, first: PAGE, after })
}

/** A new list, as long as the one it replaces. */
export async function newList(shopper: string, length: number = PAGE): Promise<Answer<RecommendationList>> {
  return recommend({ shopper, first: Math.min(MOST, Math.max(1, Math.trunc(Number(length)) || PAGE)), after: null })
}

async function recommend(variables: {
  shopper: string
  first: number
  after: string | null
}): Promise<Answer<RecommendationList>> {
  const { data, problem } = await ask(RecommendationsDocument, variables)
  return { data: data?.recommendations ?? null, problem }
}
