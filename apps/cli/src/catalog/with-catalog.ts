import { interruptible } from './interrupt.ts'
import { dataDirectory } from './root.ts'
import type { Session } from './start/session.ts'

// The catalog package (Prisma, drivers) is loaded by the commands that need it, when they run: `--help` and `fit`
// need not wait.

/** For the --help of commands that work on the catalog. */
export const DATABASE_HELP = `
Database:
  the one named by DATABASE_URL, else the embedded one in DATA_DIR (default: .data in the clone), which is started for
  the length of the command if it does not run`

/**
 * Runs work on the catalog, migrated. An embedded server that was not running is stopped again, also on Ctrl-C, which
 * rolls back what the work had not committed.
 *
 * @throws UserFacingError when the database cannot be reached or started
 */
export function withCatalog<T>(work: (session: Session) => Promise<T>): Promise<T> {
  return interruptible(async (signal) => {
    const { migrate } = await import('@trifold/catalog')
    const { withSession } = await import('./start/session.ts')
    const { url, stop } = await openDatabase()
    signal.addEventListener('abort', () => void stop())
    try {
      await migrate(url)
      return await withSession(url, work)
    } finally {
      await stop()
    }
  })
}

async function openDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const { databaseReachable, startPostgres } = await import('@trifold/catalog')
  const given = process.env.DATABASE_URL
  if (given) {
    await databaseReachable(given)
    return { url: given, stop: async () => {} }
  }
  const server = await startPostgres({ dataDir: dataDirectory() })
  return { url: server.url, stop: async () => (server.reused ? undefined : server.stop()) }
}
