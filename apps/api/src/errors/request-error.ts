import { GraphQLError } from 'graphql'

/** Codes of the top-level errors that this API raises itself: public and stable. */
export const REQUEST_ERROR_CODES = [
  'BAD_USER_INPUT',
  'INVALID_ID',
  'INVALID_CURSOR',
  'CURSOR_EXPIRED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'COST_LIMIT_EXCEEDED',
  'MODEL_UNAVAILABLE',
] as const

export type RequestErrorCode = (typeof REQUEST_ERROR_CODES)[number]

/**
 * An error of the request itself, shown at the top level: a malformed id or cursor, a missing permission, a limit.
 * Errors that a correct client must expect are data instead (`userErrors`).
 */
export function requestError(code: RequestErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
