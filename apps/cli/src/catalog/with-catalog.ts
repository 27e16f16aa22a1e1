import { type CliEnvironment, cliEnvironment } from '@trifold/environment'
import { interruptible } from '../terminal/index.ts'
import { type Session, withSession } from './session.ts'

// Commands load the catalog package (Prisma, drivers) when they run, so that `--help` and `fit` start without it.

/** For the --help of commands that work on the catalog. */
export const DATABASE_HELP = `
Database:
  DATABASE_URL names it; without that it is the embedded one in DATA_DIR (default: .data in the clone).
  The command starts the embedded database if it does not run, and stops it again.`

/**
 * Runs work on the catalog, migrated. An embedded server that was not running is stopped again, also on Ctrl-C, which
 * rolls back what the work had not committed.
 *
 * @param work its signal is aborted on Ctrl-C
 * @throws UserFacingError when the database cannot be reached or started
 */
export function withCatalog<T>(
  work: (session: Session, environment: CliEnvironment, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return interruptible(async (signal) => {
    const environment = cliEnvironment()
    const { migrate } = await import('@trifold/catalog')
    const { url, stop } = await openDatabase(environment)
    signal.addEventListener('abort', () => void stop())
    try {
      await migrate(url)
      return await withSession(url, (session) => work(session, environment, signal))
    } finally {
      await stop()
    }
  })
}

async function openDatabase({ databaseUrl, dataDir }: CliEnvironment): Promise<{ url: string; stop(): Promise<void> }> {
  const { databaseReachable, startPostgres } = await import('@trifold/catalog')
  if (databaseUrl !== undefined) {
    await databaseReachable(databaseUrl)
    return { url: databaseUrl, stop: async () => {} }
  }
  const server = await startPostgres({ dataDir })
  return { url: server.url, stop: async () => (server.reused ? undefined : server.stop()) }
}
