import pg from 'pg'
import { UserFacingError } from '@trifold/model/errors'
import { ensureCluster, SUPERUSER } from './cluster.ts'
import { launch } from './launch.ts'
import { chooseLayout, type ServerLayout } from './layout.ts'
import { freePort, sleep } from './process.ts'
import { findRunning, type RunningServer } from './running.ts'
import { stopServer } from './running.ts'

export interface StartPostgresOptions {
  /** DATA_DIR: the server lives in its subfolder `postgres`. Created if missing. */
  readonly dataDir: string
  /** Port to listen on, so that clients find a restarted server; default: a free one. A running server keeps its port. */
  readonly port?: number
  /** Receives a sentence for each step. */
  readonly log?: (line: string) => void
  /** Server parameters beside the default ones; without effect on a server that already runs. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface PostgresServer {
  /** Connection URL of the product's database, password included. */
  readonly url: string
  readonly pid: number
  readonly port: number
  /** True if it was already running. */
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
 * @throws UserFacingError one sentence, with the end of the server's log if there is one
 */
export async function startPostgres({
  dataDir,
  port,
  log = () => {},
  settings = {},
}: StartPostgresOptions): Promise<PostgresServer> {
  const layout = await chooseLayout(dataDir, log)
  const password = await ensureCluster(layout, log)
  const { reused, ...server } = await findOrLaunch(layout, password, port, settings, log)
  await ensureDatabase(server, password)
  return {
    ...server,
    reused,
    url: `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${DATABASE}`,
    stop: () => stopServer(layout.data, server.pid),
  }
}

async function findOrLaunch(
  layout: ServerLayout,
  password: string,
  port: number | undefined,
  settings: Readonly<Record<string, string>>,
  log: (line: string) => void,
): Promise<RunningServer & { reused: boolean }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const running = await findRunning(layout, password)
    if (running) {
      log(`Postgres is running already (process ${running.pid}, port ${running.port}).`)
      return { ...running, reused: true }
    }
    const launched = await launch(layout, port ?? (await freePort()), settings)
    if (launched) {
      log(`Postgres is running (process ${launched.pid}, port ${launched.port}).`)
      return { ...launched, reused: false }
    }
    await sleep(RETRY_MS)
  }
  throw new UserFacingError(
    `Postgres could not start in ${layout.data}: the folder or its port is in use; see ${layout.home}.`,
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
