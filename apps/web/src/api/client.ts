import type { TypedDocumentString } from '../gql/graphql.ts'
import { apiUrl } from './address.ts'
import { type Problem, problemOf, unreachable } from './problem.ts'

/** An API answer. A nullable field that failed leaves `data` and `problem` both set: show what there is and say what is missing. */
export interface Answer<T> {
  readonly data: T | null
  readonly problem: Problem | null
}

const PATIENCE_MS = 15_000

/** Sends one GraphQL operation. Never throws: an API that is down is a state of the page, not a crash. */
export async function ask<T, V>(
  document: TypedDocumentString<T, V>,
  variables: V,
  adminKey?: string,
): Promise<Answer<T>> {
  try {
    const response = await fetch(`${apiUrl()}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(adminKey ? { authorization: `Bearer ${adminKey}` } : {}),
      },
      body: JSON.stringify({ query: document.toString(), variables }),
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (!response.headers.get('content-type')?.includes('json')) return { data: null, problem: unreachable() }
    const answer = await response.json()
    return { data: answer.data ?? null, problem: problemOf(answer.errors) }
  } catch {
    return { data: null, problem: unreachable() }
  }
}
