import type { FastifyInstance } from 'fastify'
import type { Platform } from '../context/index.ts'

const DATABASE_TIMEOUT_MS = 2000

/**
 * GET /health: the process runs. GET /ready: the database answers.
 * `model` is for information only, because without a model lists fall back to popular items.
 */
export function registerHealth(server: FastifyInstance, platform: Platform): void {
  server.get('/health', { logLevel: 'warn' }, async () => ({ status: 'ok' }))
  server.get('/ready', { logLevel: 'warn' }, async (_request, reply) => {
    const { current, loadError } = platform.models.pin()
    const isUp = await databaseAnswers(platform)
    void reply.code(isUp ? 200 : 503)
    return {
      status: isUp ? 'ready' : 'unready',
      database: isUp ? 'up' : 'down',
      model: { version: current?.version.id ?? null, error: loadError },
    }
  })
}

async function databaseAnswers({ pool }: Platform): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => setTimeout(resolve, DATABASE_TIMEOUT_MS, false).unref())
  const answer = pool.query('select 1').then(
    () => true,
    () => false,
  )
  return Promise.race([answer, timeout])
}
