import { apiEnvironment } from '@trifold/environment'
import { UserFacingError } from '@trifold/model/errors'
import { startApi } from './server.ts'

/** Process entry. docs/configuration.md lists its environment variables. */
async function main(): Promise<void> {
  const { databaseUrl, dataDir, port, host, production } = apiEnvironment()
  const api = await startApi({ databaseUrl, dataDir, port, host, production })
  process.send?.({ type: 'ready', url: api.url })
  await endOfLife()
  await api.close()
}

/** The terminal's or the system's wish to end, or the loss of the launcher that started this process. */
function endOfLife(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
    process.on('disconnect', () => resolve())
  })
}

function sentenceOf(error: unknown): string {
  if (error instanceof UserFacingError) return error.message
  if (!(error instanceof Error)) return String(error)
  const fault: NodeJS.ErrnoException & { port?: number } = error
  if (fault.code === 'EADDRINUSE') return `Port ${fault.port} is taken by another program: set API_PORT to a free one.`
  if (fault.code === 'EACCES')
    return `Port ${fault.port} may not be opened by this user: set API_PORT to one above 1023.`
  return fault.stack ?? fault.message
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`api: ${sentenceOf(error)}\n`)
    process.exit(1)
  },
)
