import type { RecommendationsQuery } from '../api/index.ts'
import { type Domain, domainOf, type Part, partsOf } from '../explanation/index.ts'

/** The part of a shopper's list that was read so far. */
export type RecommendationList = NonNullable<RecommendationsQuery['recommendations']>
export type Recommendation = RecommendationList['edges'][number]

type ListSource = Pick<RecommendationList, 'source' | 'modelVersion'>

/** The list with its next page appended. An item that arrives twice is kept once. */
export function withPage(list: RecommendationList, page: RecommendationList): RecommendationList {
  const known = new Set(list.edges.map(({ node }) => node.externalId))
  return {
    ...list,
    edges: [...list.edges, ...page.edges.filter(({ node }) => !known.has(node.externalId))],
    pageInfo: page.pageInfo,
  }
}

/**
 * False when every shopper gets the same order: the popular items, or a popularity model. Such a list has no personal
 * reason, so the pages show none, even when the API explains its scores.
 */
export function isPersonal({ source, modelVersion }: ListSource): boolean {
  return source !== 'POPULAR' && modelVersion?.base !== 'popularity'
}

/** The list without explanations when it is not personal. */
export function withoutFalseReasons(list: RecommendationList): RecommendationList {
  if (isPersonal(list)) return list
  return { ...list, edges: list.edges.map((entry) => ({ ...entry, explanation: null })) }
}

/** The parts of an entry's explanation; null when it has none. */
export function explanationParts(entry: Recommendation): Part[] | null {
  return entry.explanation ? partsOf(entry.explanation.components) : null
}

/** One axis for all bars of a list, so that they can be compared. */
export function domainOfList(list: RecommendationList): Domain {
  return domainOf(list.edges.map(explanationParts).filter((parts) => parts !== null))
}

const SOURCES: Readonly<Record<RecommendationList['source'], string>> = {
  MODEL: 'Ranked by the model',
  SESSION: 'Ranked by the model, for this visit',
  SIMILAR: 'Ranked by similarity',
  POPULAR: 'Not personal: the most popular items',
}

/** The origin of a list in one line: source, version and model. */
export function sourceLine(list: ListSource): string {
  const source = SOURCES[isPersonal(list) ? list.source : 'POPULAR']
  if (!list.modelVersion) return source
  const { number, base, isMrdib } = list.modelVersion
  return `${source}, version ${number} (${base.toUpperCase()}${isMrdib ? ' with MRdIB' : ''})`
}
