import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { migrate } from '../migrate/index.ts'
import { queueTraining } from '../registry/index.ts'
import { emptyDatabase } from '../testing/index.ts'
import { withMigrationLock } from './migration-lock.ts'
import { createPool } from './pool.ts'

let database: { url: string; drop(): Promise<void> }
beforeEach(async () => {
  database = await emptyDatabase()
})
afterEach(() => database.drop())

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Runs several pieces of work under the lock and returns how many were under way together at most. */
async function mostAtOnce(url: string): Promise<number> {
  let running = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++running)
    await sleep(30)
    running--
  }
  await Promise.all(Array.from({ length: 5 }, () => withMigrationLock({ connectionString: url }, work)))
  return most
}

async function advisoryLocks(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int FROM pg_locks
       WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
    return rows[0]!.count
  } finally {
    await client.end()
  }
}

describe('withMigrationLock', () => {
  it('lets one piece of work run at a time', async () => {
    expect(await mostAtOnce(database.url)).toBe(1)
  })

  it("excludes Prisma's own session lock", async () => {
    const other = new pg.Client({ connectionString: database.url })
    await other.connect()
    await other.query('SELECT pg_advisory_lock(72707369)')
    let ran = false
    const waiting = withMigrationLock({ connectionString: database.url }, async () => {
      ran = true
    })
    await sleep(200)
    expect(ran).toBe(false)
    await other.end()
    await waiting
    expect(ran).toBe(true)
  })

  it('returns what the work returns, and is free again after work that throws', async () => {
    const config = { connectionString: database.url }
    expect(await withMigrationLock(config, () => Promise.resolve(7))).toBe(7)
    await expect(withMigrationLock(config, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await vi.waitFor(async () => expect(await advisoryLocks(database.url)).toBe(0))
  })

  it('outlasts the limits that a server sets for queries and idle transactions', async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const name = client.escapeIdentifier(new URL(database.url).pathname.slice(1))
    for (const limit of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
      await client.query(`ALTER DATABASE ${name} SET ${limit} = 50`)
    }
    await client.end()
    const hold = () => sleep(200)
    const config = { connectionString: database.url }
    await Promise.all([withMigrationLock(config, hold), withMigrationLock(config, hold)])
  })

  it('fails when its connection broke during the work', async () => {
    const cut = withMigrationLock({ connectionString: database.url }, async () => {
      const other = new pg.Client({ connectionString: database.url })
      await other.connect()
      await other.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks
         WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
      await other.end()
    })
    await expect(cut).rejects.toThrow()
  })
})

const PGBOUNCER = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((path) => {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8' }).includes('PgBouncer')
  } catch {
    return false
  }
})
if (!PGBOUNCER) console.warn('PgBouncer is not installed: the lock is not tested behind it (Debian: pgbouncer).')

describe.skipIf(!PGBOUNCER)('behind PgBouncer in transaction mode', () => {
  let folder: string
  let bouncer: ChildProcess
  let url: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trifold-pgbouncer-'))
    await chmod(folder, 0o755)
    const port = await freePort()
    const server = new URL(database.url)
    const name = server.pathname.slice(1)
    const target =
      `host=${server.hostname} port=${server.port} ` + `user=${server.username} password=${server.password}`
    const file = join(folder, 'pgbouncer.ini')
    const settings = [
      `[databases]\n${name} = ${target}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}`,
      'auth_type = any\npool_mode = transaction\ndefault_pool_size = 20\nunix_socket_dir =',
    ]
    await writeFile(file, settings.join('\n'))
    const asRoot = process.getuid?.() === 0 // whom PgBouncer refuses to run as
    if (asRoot) await chown(folder, 65534, 65534)
    bouncer = spawn(PGBOUNCER!, ['-q', file], {
      stdio: 'ignore',
      cwd: '/',
      ...(asRoot && { uid: 65534, gid: 65534 }),
    })
    url = `postgresql://${server.username}@127.0.0.1:${port}/${name}`
    await vi.waitFor(() => advisoryLocks(url), { timeout: 10_000, interval: 50 })
  })
  afterEach(async () => {
    bouncer.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })

  it('still lets one piece of work run at a time, and leaves no lock behind', async () => {
    expect(await mostAtOnce(url)).toBe(1)
    expect(await advisoryLocks(database.url)).toBe(0)
  })

  it('migrates an empty database and creates its queue from several clients at once', async () => {
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        await migrate(url)
        const pool = createPool(url)
        await queueTraining(pool, {})
        await pool.end()
      }),
    )
    expect(await advisoryLocks(database.url)).toBe(0)
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
