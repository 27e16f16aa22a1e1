export { graphql } from '../gql/index.ts'
export type * from '../gql/graphql.ts'
export type { ApiError } from './api-error.ts'
export { type Answer, apiSocketUrl, apiUrl, ask } from './client.ts'
