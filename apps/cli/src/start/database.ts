import { databaseReachable, startPostgres } from '@trifold/catalog'
import type { CliEnvironment } from '@trifold/environment'

export interface Database {
  readonly url: string
  stop(): Promise<void>
}

const WATCH_MS = 500

/**
 * The catalog's database: the one that DATABASE_URL names, else an embedded PostgreSQL in the data folder. The embedded
 * server is started again on the same port when it is killed.
 *
 * @throws UserFacingError when the named database cannot be reached
 */
export async function openDatabase(
  { databaseUrl, dataDir }: Pick<CliEnvironment, 'databaseUrl' | 'dataDir'>,
  print: (line: string) => void,
): Promise<Database> {
  if (databaseUrl !== undefined) {
    await databaseReachable(databaseUrl)
    print('Using the PostgreSQL given by DATABASE_URL.')
    return { url: databaseUrl, stop: async () => undefined }
  }
  let server = await startPostgres({ dataDir, log: print })
  let restarting: Promise<void> | null = null
  const watch = setInterval(() => {
    if (restarting || isAlive(server.pid)) return
    print('PostgreSQL stopped; starting it again.')
    restarting = startPostgres({ dataDir, port: server.port, log: print })
      .then((again) => void (server = again))
      .catch((error: Error) => print(`PostgreSQL could not be started again: ${error.message}`))
      .finally(() => (restarting = null))
  }, WATCH_MS)
  return {
    url: server.url,
    async stop() {
      clearInterval(watch)
      await restarting
      await server.stop()
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
