import { findApiKey, type PrismaClient } from '@trifold/catalog'
import { requestError } from '../errors/request-error.ts'

/** Who asks: nobody in particular, or the holder of a key. */
export interface Caller {
  readonly scope: 'ANYONE' | 'APP' | 'ADMIN'
}

const ANYONE: Caller = { scope: 'ANYONE' }
const BEARER = /^Bearer ([\x21-\x7e]{1,200})$/i

/**
 * The caller that an `authorization` header (or the connection parameter of that name) stands for.
 * No header is nobody in particular; a header that is malformed or whose key is unknown or revoked is refused, so that
 * a mistyped key is not mistaken for a missing permission.
 * @throws a top-level error with code UNAUTHENTICATED
 */
export async function identify(prisma: PrismaClient, authorization: unknown): Promise<Caller> {
  if (authorization === undefined || authorization === null || authorization === '') return ANYONE
  const key = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined
  if (!key) throw requestError('UNAUTHENTICATED', 'The authorization header must read "Bearer <key>".')
  const found = await findApiKey(prisma, key)
  if (!found) throw requestError('UNAUTHENTICATED', 'This key is unknown or revoked.')
  return { scope: found.scope }
}
