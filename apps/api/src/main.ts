import { apiEnvironment } from '@trifold/environment'
import { UserFacingError } from '@trifold/model/errors'
import { startApi } from './server.ts'

/** Process entry. docs/configuration.md lists its environment variables. */
async function main(): Promise<void> {
  const { databaseUrl, dataDir, port, host, production, logLevel } = apiEnvironment()
  const api = await startApi({ databaseUrl, dataDir, port, host, production, logLevel })
  process.send?.({ type: 'ready', url: api.url })
  await endOfLife()
  await api.close()
}

/** Resolves on SIGINT, on SIGTERM, and when the launcher that started this process is gone. */
function endOfLife(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
    process.on('disconnect', () => resolve())
  })
}

function sentenceOf(error: unknown): string {
  if (error instanceof UserFacingError) return error.message
  if (!(error instanceof Error)) return String(error)
  const failure: NodeJS.ErrnoException & { port?: number } = error
  if (failure.code === 'EADDRINUSE')
    return `Port ${failure.port} is taken by another program: set API_PORT to a free one.`
  if (failure.code === 'EACCES')
    return `Port ${failure.port} needs more rights than this user has: set API_PORT to one above 1023.`
  return failure.stack ?? failure.message
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`api: ${sentenceOf(error)}\n`)
    process.exit(1)
  },
)
