import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../generated/prisma/client.ts'

/**
 * A Prisma client over the pg driver, without a native engine. Callers end it with `$disconnect()`.
 *
 * @param url a `postgresql://` connection URL; everything lives in the schema `public`
 */
export function createPrisma(url: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(url) })
}
