import { databaseReachable, startPostgres } from '@trifold/catalog'

export interface Database {
  url: string
  stop(): Promise<void>
}

const WATCH_MS = 500

/**
 * The catalog's database: the one named by `DATABASE_URL`, else an embedded PostgreSQL in the data folder, which is started
 * again on the same port when it is killed.
 * @throws UserFacingError when the named database cannot be reached.
 */
export async function openDatabase(dataDir: string, tell: (line: string) => void): Promise<Database> {
  const given = process.env.DATABASE_URL
  if (given) {
    await databaseReachable(given)
    tell('Using the PostgreSQL given by DATABASE_URL.')
    return { url: given, stop: async () => undefined }
  }
  let server = await startPostgres({ dataDir, log: tell })
  let restarting: Promise<void> | null = null
  const watch = setInterval(() => {
    if (restarting || isAlive(server.pid)) return
    tell('PostgreSQL stopped; starting it again.')
    restarting = startPostgres({ dataDir, port: server.port, log: tell })
      .then((again) => void (server = again))
      .catch((error: Error) => tell(`PostgreSQL did not come back: ${error.message}`))
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
