import { graphql } from '../gql/gql.ts'

export const RECORD_INTERACTIONS = graphql(/* GraphQL */ `
  mutation RecordInteractions($input: RecordInteractionsInput!) {
    recordInteractions(input: $input) {
      recorded
      replayed
      userErrors {
        code
        message
        field
      }
    }
  }
`)
