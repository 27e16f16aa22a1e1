import { createHash, randomBytes } from 'node:crypto'
import type { ApiKey, KeyScope, PrismaClient } from '../../generated/prisma/client.ts'

const KEY_BYTES = 32

/**
 * Makes a key and stores its SHA-256. A fast hash is enough: 32 random bytes cannot be guessed, unlike a password.
 *
 * @returns the key itself, `tf_admin_...` or `tf_app_...`; it cannot be shown again
 */
export async function createApiKey(
  prisma: PrismaClient,
  { name, scope }: { readonly name: string; readonly scope: KeyScope },
): Promise<string> {
  const key = `tf_${scope.toLowerCase()}_${randomBytes(KEY_BYTES).toString('base64url')}`
  await prisma.apiKey.create({ data: { name, scope, hash: hashKey(key) } })
  return key
}

/** The key's record; null if it is unknown or revoked. */
export async function findApiKey(prisma: PrismaClient, key: string): Promise<ApiKey | null> {
  const found = await prisma.apiKey.findUnique({ where: { hash: hashKey(key) } })
  return found && !found.revokedAt ? found : null
}

/** Whether there is a valid admin key. */
export async function hasAdminKey(prisma: PrismaClient): Promise<boolean> {
  return (await prisma.apiKey.count({ where: { scope: 'ADMIN', revokedAt: null } })) > 0
}

/** All keys, revoked ones too, oldest first. */
export function listApiKeys(prisma: PrismaClient): Promise<ApiKey[]> {
  return prisma.apiKey.findMany({ orderBy: { id: 'asc' } })
}

/**
 * Revokes a key.
 *
 * @returns false if there is no such key, or it is already revoked
 */
export async function revokeApiKey(prisma: PrismaClient, id: number): Promise<boolean> {
  const { count } = await prisma.apiKey.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  return count > 0
}

const hashKey = (key: string) => createHash('sha256').update(key).digest('hex')
