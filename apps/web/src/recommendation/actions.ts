'use server'

import type { Answer } from '../api/index.ts'
import { readList } from './queries.ts'
import type { RecommendationList } from './recommendation-list.ts'

const PAGE_SIZE = 8
const MAX_SIZE = 100

/** The next page of a list. Pages of one list never repeat an item, even after a promotion. */
export async function nextPage(shopper: string, after: string): Promise<Answer<RecommendationList>> {
  return readList(shopper, PAGE_SIZE, after)
}

/** A new list of `length` entries. The browser sends `length`, so any value is possible. */
export async function newList(shopper: string, length: number = PAGE_SIZE): Promise<Answer<RecommendationList>> {
  return readList(shopper, Math.min(MAX_SIZE, Math.max(1, Math.trunc(Number(length)) || PAGE_SIZE)), null)
}
