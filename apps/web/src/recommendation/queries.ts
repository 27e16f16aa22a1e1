import { type Answer, ask, graphql } from '../api/index.ts'
import { type Recommendation, type RecommendationList, withoutFalseReasons } from './recommendation-list.ts'

const RECOMMENDATIONS = graphql(/* GraphQL */ `
  query Recommendations($shopper: String!, $first: Int!, $after: String) {
    recommendations(externalUserId: $shopper, first: $first, after: $after) {
      recommendationId
      source
      fallbackReason
      modelVersion {
        number
        base
        isMrdib
      }
      edges {
        cursor
        rank
        score
        node {
          externalId
          title
          category
          imageUrl
          price {
            formatted
          }
        }
        explanation {
          baseline
          score
          mode
          sentence
          components {
            kind
            modality
            value
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** A page of a shopper's list. `after` is a cursor; null makes a new list. */
export async function readList(
  shopper: string,
  first: number,
  after: string | null,
): Promise<Answer<RecommendationList>> {
  const { data, error } = await ask(RECOMMENDATIONS, { shopper, first, after })
  return { data: data?.recommendations ? withoutFalseReasons(data.recommendations) : null, error }
}

/** How many entries of a shopper's list a product page searches for its product. */
export const SEARCHED_ENTRIES = 50

export interface ListPosition {
  readonly list: RecommendationList
  /** The item's entry; null when it is not among the first `SEARCHED_ENTRIES`. */
  readonly entry: Recommendation | null
}

/** An item's position in a shopper's list now; null when there is no list. */
export async function findListPosition(item: string, shopper: string): Promise<ListPosition | null> {
  const { data: list } = await readList(shopper, SEARCHED_ENTRIES, null)
  return list && { list, entry: list.edges.find(({ node }) => node.externalId === item) ?? null }
}
