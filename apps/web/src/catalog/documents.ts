import { graphql } from '../gql/gql.ts'

/** One item with everything its own page shows, and what resembles it. */
export const ITEM = graphql(/* GraphQL */ `
  query ItemPage($externalId: String!) {
    item(externalId: $externalId) {
      id
      externalId
      title
      description
      category
      imageUrl
      stock
      isAvailable
      attributes
      price {
        formatted
      }
    }
  }
`)

export const SIMILAR_ITEMS = graphql(/* GraphQL */ `
  query SimilarItems($itemId: ID!, $first: Int!) {
    similarItems(itemId: $itemId, first: $first) {
      source
      fallbackReason
      edges {
        node {
          externalId
          title
          imageUrl
          price {
            formatted
          }
        }
      }
    }
  }
`)
