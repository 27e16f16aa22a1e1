import pg from 'pg'
import { UserFacingError } from '@trifold/model/errors'
import { ensureCluster, SUPERUSER } from './cluster.ts'
import { launch } from './launch.ts'
import { choosePlace, type Place } from './place.ts'
import { freePort, sleep } from './process.ts'
import { findRunning, type RunningServer } from './running.ts'
import { stopServer } from './stop.ts'

export interface StartPostgresOptions {
  /** DATA_DIR: the server lives in its subfolder `postgres`. Created if missing. */
  readonly dataDir: string
  /** Port to listen at, so that clients find a restarted server; by default a free one. A running one keeps its own. */
  readonly port?: number
  /** Told, in sentences, what is done and where. */
  readonly log?: (line: string) => void
  /** Server parameters beside the usual ones; without effect on a server that runs already. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface PostgresServer {
  /** Connection URL of the product's database, password included. */
  readonly url: string
  readonly pid: number
  readonly port: number
  /** True when it was running already. */
  readonly reused: boolean
  /** Fast shutdown: open transactions are rolled back, what was committed is on disk. Resolves once it has ended. */
  stop(): Promise<void>
}

const DATABASE = 'trifold'
const ATTEMPTS = 20
const RETRY_MS = 500

/**
 * Starts the embedded Postgres server of a data folder, or finds it running. It listens on 127.0.0.1 only, at a free
 * port, with a password of its own, and outlives the caller unless stopped.
 *
 * @throws UserFacingError one sentence, with the end of the server's log where it has something to say
 */
export async function startPostgres({
  dataDir,
  port,
  log = () => {},
  settings = {},
}: StartPostgresOptions): Promise<PostgresServer> {
  const place = await choosePlace(dataDir, log)
  const password = await ensureCluster(place, log)
  const { reused, ...server } = await findOrLaunch(place, password, port, settings, log)
  await ensureDatabase(server, password)
  return {
    ...server,
    reused,
    url: `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${DATABASE}`,
    stop: () => stopServer(place.data, server.pid),
  }
}

async function findOrLaunch(
  place: Place,
  password: string,
  port: number | undefined,
  settings: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<RunningServer & { reused: boolean }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const running = await findRunning(place, password)
    if (running) {
      log(`Postgres is running already (process ${running.pid}, port ${running.port}).`)
      return { ...running, reused: true }
    }
    const launched = await launch(place, port ?? (await freePort()), settings)
    if (launched) {
      log(`Postgres is running (process ${launched.pid}, port ${launched.port}).`)
      return { ...launched, reused: false }
    }
    await sleep(RETRY_MS)
  }
  throw new UserFacingError(
    `Postgres could not start in ${place.data}: the folder or its port is in use; see ${place.home}.`,
  )
}

async function ensureDatabase({ port }: RunningServer, password: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres' })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== '42P04' && code !== '23505') throw error // else another process was faster
  } finally {
    await client.end()
  }
}
