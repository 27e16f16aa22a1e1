import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { REQUEST_ERROR_CODES } from './request-error.ts'

/** Codes whose messages are written for the caller: our own, and those of graphql-js and Apollo. */
const PUBLIC_CODES: ReadonlySet<string> = new Set([
  ...REQUEST_ERROR_CODES,
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'BAD_REQUEST',
])

/** The request that failed: its id for the caller, its log for the operator. */
export interface FailedRequest {
  readonly id: string
  readonly log: { error(details: object, message: string): void }
}

/**
 * What the caller sees of a top-level error. Every error carries the request id.
 * An internal error is logged in full and shown as one sentence, because its message may hold SQL, paths or data.
 * No answer holds a stack.
 */
export function formatError(
  error: unknown,
  { message, locations, path, extensions = {} }: GraphQLFormattedError,
  request: FailedRequest,
): GraphQLFormattedError {
  const position = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) }
  if (typeof extensions.code === 'string' && PUBLIC_CODES.has(extensions.code)) {
    return { message, ...position, extensions: { ...withoutStack(extensions), requestId: request.id } }
  }
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error
  request.log.error({ err: cause, path: path?.join('.') }, 'A field failed')
  return {
    message: 'Internal error. The server has logged it under the request id.',
    ...position,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: request.id },
  }
}

function withoutStack({ stacktrace: _, ...extensions }: Record<string, unknown>): Record<string, unknown> {
  return extensions
}
