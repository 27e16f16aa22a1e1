/** Why the API gave no answer. `message` is shown to the visitor. */
export interface ApiError {
  /** `unreachable`: no answer. `rejected`: an answer with an error. `unauthorized`: another key is needed. */
  readonly kind: 'unreachable' | 'rejected' | 'unauthorized'
  readonly code: string | null
  readonly message: string
}

interface GraphQLErrorFields {
  readonly message: string
  readonly extensions?: { readonly code?: unknown }
}

const UNAUTHORIZED = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'UNAUTHORIZED'])

export function unreachable(): ApiError {
  return { kind: 'unreachable', code: null, message: 'The Trifold API does not answer.' }
}

/** The first error of a GraphQL answer; null when there is none. */
export function firstError(errors: readonly GraphQLErrorFields[] | undefined): ApiError | null {
  const error = errors?.[0]
  if (!error) return null
  const code = typeof error.extensions?.code === 'string' ? error.extensions.code : null
  return { kind: code && UNAUTHORIZED.has(code) ? 'unauthorized' : 'rejected', code, message: error.message }
}
