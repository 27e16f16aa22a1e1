import type { RecommendationSource } from '@trifold/catalog'
import { encodeCursor } from '../paging/cursor.ts'
import type { Page } from '../paging/page.ts'
import type { ExplainedScore } from './explanation.ts'
import type { RecommendationList } from './recommendation-list.ts'

/** One entry of a page. */
export interface RecommendationEntry {
  readonly cursor: string
  readonly itemId: number
  readonly score: number
  /** From 1. */
  readonly rank: number
  /** Why it is here; computed on the first call for all entries of the page. */
  explain(): ExplainedScore | null
}

/** A page of a list, and where the list comes from. */
export interface RecommendationPage {
  readonly recommendationId: string
  readonly modelVersionId: number | null
  readonly source: RecommendationSource
  readonly fallbackReason: string | null
  readonly edges: readonly RecommendationEntry[]
  readonly pageInfo: Page<unknown>['pageInfo']
}

/** Explanations of these items for the user of the list, in their order; null where there are none to give. */
export type ExplainItems = (itemIds: readonly number[]) => readonly ExplainedScore[] | null

/**
 * Cut a page out of a list.
 * @param behind rank after which the page begins; 0 for the first page
 * @param shown whether an item may be shown now; what may not is left out and keeps its rank
 */
export function cutPage(
  list: RecommendationList,
  first: number,
  behind: number,
  shown: (itemId: number) => boolean,
  explainItems: ExplainItems,
): RecommendationPage {
  const rest = list.itemIds
    .map((itemId, index) => ({ itemId, score: list.scores[index], rank: index + 1 }))
    .filter(({ itemId, rank }) => rank > behind && shown(itemId))
  const entries = rest.slice(0, first)
  const explanations = once(() => explainItems(entries.map((entry) => entry.itemId)))
  const edges = entries.map((entry, index) => ({
    ...entry,
    cursor: encodeCursor('recommendations', list.id, entry.rank),
    explain: () => explanations()?.[index] ?? null,
  }))
  return {
    recommendationId: list.id,
    modelVersionId: list.modelVersionId,
    source: list.source,
    fallbackReason: list.fallbackReason,
    edges,
    pageInfo: {
      hasNextPage: rest.length > first,
      hasPreviousPage: behind > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges[edges.length - 1]?.cursor ?? null,
    },
  }
}

function once<T>(compute: () => T): () => T {
  let result: { value: T } | undefined
  return () => (result ??= { value: compute() }).value
}
