import type { GraphQLError } from 'graphql'
import type { Context } from '../context.ts'
import { requestError } from '../errors/request-error.ts'

/** What the caller of an operation may do. */
export function scopesOf(context: Context): { admin: boolean } {
  return { admin: context.caller.scope === 'ADMIN' }
}

/** The top-level error for a field whose permission the caller lacks. */
export function unauthorized(_parent: unknown, context: Context): GraphQLError {
  return context.caller.scope === 'ANYONE'
    ? requestError('UNAUTHENTICATED', 'This field needs an admin key: send it as "authorization: Bearer <key>".')
    : requestError('FORBIDDEN', 'This field needs an admin key, and the key that was sent is not one.')
}
