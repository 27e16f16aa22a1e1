import type { FastifyInstance } from 'fastify'
import type { Platform } from './context.ts'

/** How long the database may take to answer before it counts as away. */
const PATIENCE_MS = 2000

/**
 * GET /health: the process lives. GET /ready: it can answer, that is, the database is there; which model serves, and
 * why not the one in production, is said beside, for lists fall back to what is popular without one.
 */
export function registerHealth(server: FastifyInstance, platform: Platform): void {
  server.get('/health', async () => ({ status: 'ok' }))
  server.get('/ready', async (_request, reply) => {
    const { current, fault } = platform.models.pin()
    const isUp = await databaseAnswers(platform)
    void reply.code(isUp ? 200 : 503)
    return {
      status: isUp ? 'ready' : 'unready',
      database: isUp ? 'up' : 'down',
      model: { version: current?.version.id ?? null, fault },
    }
  })
}

async function databaseAnswers({ pool }: Platform): Promise<boolean> {
  const patience = new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref())
  const answer = pool.query('select 1').then(
    () => true,
    () => false,
  )
  return Promise.race([answer, patience])
}
