import { graphql } from '../gql/gql.ts'

export const RECOMMENDATIONS = graphql(/* GraphQL */ `
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
          reading: mode
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
