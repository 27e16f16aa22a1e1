import { GraphQLError, type GraphQLFormattedError } from 'graphql'

/** Codes whose messages were written for the caller, here or by graphql-js and Apollo. */
const SHOWN = new Set([
  'BAD_USER_INPUT',
  'INVALID_ID',
  'INVALID_CURSOR',
  'CURSOR_EXPIRED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'COST_LIMIT_EXCEEDED',
  'MODEL_UNAVAILABLE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
])

/**
 * What the caller sees of a top-level error. A fault of ours is logged in full and shown as one sentence: its own
 * message may hold SQL, paths or data. There never is a stack.
 */
export function formatError(
  error: unknown,
  formatted: GraphQLFormattedError,
  log: (message: string) => void,
): GraphQLFormattedError {
  const code = formatted.extensions?.code
  if (typeof code === 'string' && SHOWN.has(code)) {
    return { ...formatted, extensions: withoutStack(formatted.extensions ?? {}) }
  }
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error
  log(
    `A field failed (${formatted.path?.join('.') ?? 'no path'}): ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
  )
  const { locations, path } = formatted
  return {
    message: 'Something failed on our side; it has been logged.',
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  }
}

function withoutStack({ stacktrace: _, ...extensions }: Record<string, unknown>): Record<string, unknown> {
  return extensions
}
