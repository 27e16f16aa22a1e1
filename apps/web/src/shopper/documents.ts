import { graphql } from '../gql/gql.ts'

export const SHOPPER = graphql(/* GraphQL */ `
  query Shopper($externalId: String!) {
    user(externalId: $externalId) {
      externalId
      displayName
      attributes
    }
  }
`)

export const SHOPPERS = graphql(/* GraphQL */ `
  query Shoppers($first: Int!, $after: String) {
    users(first: $first, after: $after) {
      edges {
        node {
          externalId
          displayName
          attributes
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)
