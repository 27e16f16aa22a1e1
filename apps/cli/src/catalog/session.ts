import { createPool, createPrisma } from '@trifold/catalog'

/** The launcher's own look into the catalog while it brings things up. */
export interface Session {
  readonly url: string
  readonly pool: ReturnType<typeof createPool>
  readonly prisma: ReturnType<typeof createPrisma>
}

/** Opens a session for `work` and closes it whatever happens. */
export async function withSession<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const pool = createPool(url)
  const prisma = createPrisma(url)
  try {
    return await work({ url, pool, prisma })
  } finally {
    await Promise.all([pool.end(), prisma.$disconnect()])
  }
}
