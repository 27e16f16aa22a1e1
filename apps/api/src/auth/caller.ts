import { findApiKey, type PrismaClient } from '@trifold/catalog'
import type { GraphQLError } from 'graphql'
import { requestError } from '../errors/index.ts'

/** The sender of a request: anonymous, or the holder of a key. */
export interface Caller {
  readonly scope: 'ANYONE' | 'APP' | 'ADMIN'
}

export const ANONYMOUS: Caller = { scope: 'ANYONE' }
const BEARER = /^Bearer ([\x21-\x7e]{1,200})$/i

/**
 * The caller of an `authorization` header, or of the connection parameter with that name.
 * Without a header the caller is anonymous. A malformed header and an unknown or revoked key are errors,
 * so that a mistyped key does not look like a missing permission.
 * @throws a top-level error with code UNAUTHENTICATED
 */
export async function identify(prisma: PrismaClient, authorization: unknown): Promise<Caller> {
  if (authorization === undefined || authorization === null || authorization === '') return ANONYMOUS
  const key = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined
  if (!key) throw requestError('UNAUTHENTICATED', 'The authorization header must be "Bearer <key>".')
  const found = await findApiKey(prisma, key)
  if (!found) throw requestError('UNAUTHENTICATED', 'This key is unknown or revoked.')
  return { scope: found.scope }
}

/** The permissions of a caller, as the schema checks them. */
export function scopesOf({ caller }: { readonly caller: Caller }): { admin: boolean } {
  return { admin: caller.scope === 'ADMIN' }
}

/** The top-level error for a field that the caller may not read. */
export function unauthorized(_parent: unknown, { caller }: { readonly caller: Caller }): GraphQLError {
  return caller.scope === 'ANYONE'
    ? requestError('UNAUTHENTICATED', 'This field needs an admin key: send it as "authorization: Bearer <key>".')
    : requestError('FORBIDDEN', 'This field needs an admin key; the key of this request is not one.')
}
