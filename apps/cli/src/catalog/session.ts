import type { createPool, createPrisma } from '@trifold/catalog'

/** Connections of one command, or of the launcher, to the catalog. */
export interface Session {
  readonly url: string
  readonly pool: ReturnType<typeof createPool>
  readonly prisma: ReturnType<typeof createPrisma>
}

/** Opens a session for `work` and closes it afterwards, also when the work fails. */
export async function withSession<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const { createPool, createPrisma } = await import('@trifold/catalog')
  const pool = createPool(url)
  const prisma = createPrisma(url)
  try {
    return await work({ url, pool, prisma })
  } finally {
    await Promise.all([pool.end(), prisma.$disconnect()])
  }
}
