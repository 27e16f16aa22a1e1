/** Why the API gave no answer, in the words of the page that shows it. */
export interface Problem {
  /** `unreachable`: nobody answers. `refused`: it answered, with an error. `unauthorized`: it wants another key. */
  readonly kind: 'unreachable' | 'refused' | 'unauthorized'
  readonly code: string | null
  readonly sentence: string
}

interface GraphQLFault {
  readonly message: string
  readonly extensions?: { readonly code?: unknown }
}

const UNAUTHORIZED = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'UNAUTHORIZED'])

export function unreachable(): Problem {
  return { kind: 'unreachable', code: null, sentence: 'The Trifold API does not answer.' }
}

/** The first error of a GraphQL answer as a problem; null when there is none. */
export function problemOf(errors: readonly GraphQLFault[] | undefined): Problem | null {
  const fault = errors?.[0]
  if (!fault) return null
  const code = typeof fault.extensions?.code === 'string' ? fault.extensions.code : null
  return { kind: code && UNAUTHORIZED.has(code) ? 'unauthorized' : 'refused', code, sentence: fault.message }
}
