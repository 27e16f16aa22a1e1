import type { RecommendationsQuery } from '../gql/graphql.ts'
import { type Part, partsOf } from '../explanation/parts.ts'
import { type Domain, domainOf } from '../explanation/waterfall.ts'

/** A list as the API delivered it, so far: pages are appended to it. */
export type RecommendationList = NonNullable<RecommendationsQuery['recommendations']>
export type Entry = RecommendationList['edges'][number]

/** The list with its next page at its end. An item that came twice is kept once. */
export function withPage(list: RecommendationList, page: RecommendationList): RecommendationList {
  const known = new Set(list.edges.map(({ node }) => node.externalId))
  return {
    ...list,
    edges: [...list.edges, ...page.edges.filter(({ node }) => !known.has(node.externalId))],
    pageInfo: page.pageInfo,
  }
}

/** The parts of an entry's explanation; null where it came without one. */
export function reasonOf(entry: Entry): Part[] | null {
  return entry.explanation ? partsOf(entry.explanation.components) : null
}

/** One axis for all bars of a list. */
export function axisOf(list: RecommendationList): Domain {
  return domainOf(list.edges.map(reasonOf).filter((parts) => parts !== null))
}
