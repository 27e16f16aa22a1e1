import { GraphQLError } from 'graphql'

/** Codes of top-level errors: public, stable, listed in the API's documentation. */
export type RequestErrorCode =
  | 'BAD_USER_INPUT'
  | 'INVALID_ID'
  | 'INVALID_CURSOR'
  | 'CURSOR_EXPIRED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'COST_LIMIT_EXCEEDED'
  | 'QUERY_LIMIT_EXCEEDED'
  | 'MODEL_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR'

/**
 * An error of the request itself, shown at the top level: a malformed id or cursor, a missing permission, a limit.
 * What a caller is expected to run into while using the API rightly is data instead (`userErrors`).
 */
export function requestError(code: RequestErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
