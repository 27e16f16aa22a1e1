import { encodeCursor, type Page, pageOf } from '../paging/index.ts'
import type { ExplainedScore } from './explanation.ts'
import type { RecommendationList, RecommendationSource } from './recommendation-list.ts'

/** One entry of a page. */
export interface RecommendationEntry {
  readonly cursor: string
  readonly itemId: number
  readonly score: number
  /** From 1. */
  readonly rank: number
  /** The explanation of the entry. The first call computes those of the whole page. */
  explain(): ExplainedScore | null
}

/** A page of a list, and how the list was made. */
export interface RecommendationPage extends Page<RecommendationEntry> {
  readonly recommendationId: string
  readonly modelVersionId: number | null
  readonly source: RecommendationSource
  readonly fallbackReason: string | null
}

/** Explanations of these items for the user of the list, in the same order; null if the list cannot be explained. */
export type ExplainItems = (itemIds: readonly number[]) => readonly ExplainedScore[] | null

export interface PagePosition {
  readonly first: number
  /** The page begins after this rank; 0 for the first page. */
  readonly afterRank: number
  /** Whether an item may still be shown. An item that may not be shown is left out; the others keep their ranks. */
  readonly isAvailable: (itemId: number) => boolean
}

/** Cut a page out of a list. */
export function cutPage(
  list: RecommendationList,
  { first, afterRank, isAvailable }: PagePosition,
  explainItems: ExplainItems,
): RecommendationPage {
  const rest = list.itemIds
    .map((itemId, index) => ({ itemId, score: list.scores[index] ?? 0, rank: index + 1 }))
    .filter(({ itemId, rank }) => rank > afterRank && isAvailable(itemId))
  const itemsOfPage = rest.slice(0, first).map((entry) => entry.itemId)
  const explanations = once(() => explainItems(itemsOfPage))
  const page = pageOf(rest, first, afterRank > 0, (entry) => ({
    ...entry,
    cursor: encodeCursor('recommendations', list.id, entry.rank),
    explain: () => explanations()?.[itemsOfPage.indexOf(entry.itemId)] ?? null,
  }))
  const { id, modelVersionId, source, fallbackReason } = list
  return { ...page, recommendationId: id, modelVersionId, source, fallbackReason }
}

function once<T>(compute: () => T): () => T {
  let result: { value: T } | undefined
  return () => (result ??= { value: compute() }).value
}
