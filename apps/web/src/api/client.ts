import { webEnvironment } from '@trifold/environment'
import type { TypedDocumentString } from '../gql/graphql.ts'
import { type ApiError, firstError, unreachable } from './api-error.ts'

/** The API's address without a trailing slash, read at run time: one build serves any API. */
export function apiUrl(): string {
  return webEnvironment().apiUrl
}

/** The address of subscriptions: the same endpoint over WebSocket. */
export function apiSocketUrl(): string {
  return `${apiUrl().replace(/^http/, 'ws')}/graphql`
}

/** An API answer. When a nullable field fails, both `data` and `error` are set. */
export interface Answer<T> {
  readonly data: T | null
  readonly error: ApiError | null
}

const TIMEOUT_MS = 15_000

/** Sends one GraphQL operation. Never throws: a page shows an API that is down as an error state. */
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
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.headers.get('content-type')?.includes('json')) return { data: null, error: unreachable() }
    const answer = await response.json()
    return { data: answer.data ?? null, error: firstError(answer.errors) }
  } catch {
    return { data: null, error: unreachable() }
  }
}
