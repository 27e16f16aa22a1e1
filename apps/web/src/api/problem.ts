/** Why the API gave no answer, in the words of the page that shows it. */
export interface Problem {
  /** `unreachable`: nobody answers. `refused`: it answered, with an error. `unauthorised`: it wants another key. */
  readonly kind: 'unreachable' | 'refused' | 'unauthorised'
  readonly code: string | null
  readonly sentence: string
}

interface GraphQLFault {
  readonly message: string
  readonly extensions?: { readonly code?: unknown }
}

const UNAUTHORISED = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'UNAUTHORIZED'])

export function unreachable(): Problem {
  return { kind: 'unreachable', code: null, sentence: 'The Trifold API does not answer.' }
}

/** The first error of a GraphQL answer as a problem; null when there is none. */
export function problemOf(errors: readonly GraphQLFault[] | undefined): Problem | null {
  const fault = errors?.[0]
  if (!fault) return null
  const code = typeof fault.extensions?.code === 'string' ? fault.extensions.code : null
  return { kind: code && UNAUTHORISED.has(code) ? 'unauthorised' : 'refused', code, sentence: fault.message }
}
