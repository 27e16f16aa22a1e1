import { UserFacingError } from '@trifold/model/errors'
import { startApi } from './server.ts'

/** Process entry: DATABASE_URL, DATA_DIR, API_PORT and API_HOST say what to serve and where. */
async function main(): Promise<void> {
  const api = await startApi({
    databaseUrl: required('DATABASE_URL'),
    dataDir: process.env.DATA_DIR || '.data',
    port: portOf(process.env.API_PORT),
    host: process.env.API_HOST || undefined,
  })
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
