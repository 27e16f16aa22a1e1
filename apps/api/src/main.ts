import { UserFacingError } from '@trifold/model/errors'
import { startApi } from './server.ts'

/** Process entry: DATABASE_URL, DATA_DIR, API_PORT, API_HOST, NODE_ENV and LOG_LEVEL configure it. */
async function main(): Promise<void> {
  const api = await startApi({
    databaseUrl: required('DATABASE_URL'),
    dataDir: process.env.DATA_DIR || '.data',
    port: portOf(process.env.API_PORT),
    host: process.env.API_HOST || undefined,
    production: process.env.NODE_ENV === 'production',
    logLevel: process.env.LOG_LEVEL || 'info',
  })
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

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new UserFacingError(`${name} is not set.`)
  return value
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 4000)
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new UserFacingError(`API_PORT must be a port number from 0 to 65535; it is "${text}".`)
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
