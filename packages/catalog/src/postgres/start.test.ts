import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { pidFilePath } from './pid-file.ts'
import { isServerOf } from './process.ts'
import { startPostgres, type PostgresServer } from './start.ts'

const asRoot = process.getuid?.() === 0
/** initdb wants a user with a name. */
const NOBODY = 65534
const FAST = { shared_buffers: '16MB' } // durable all the same

let template: string
let folder: string
const started: PostgresServer[] = []

async function newFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'trifold postgres ')) // a path with spaces
  await chmod(path, 0o755)
  return path
}

beforeAll(async () => {
  template = await newFolder()
  await (await startPostgres({ dataDir: template, settings: FAST })).stop()
})
afterAll(() => rm(template, { recursive: true, force: true }))

beforeEach(async () => {
  folder = await newFolder()
})
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A data folder with a database in it, in a fraction of the time it takes to make one. */
const begun = () => execFileSync('cp', ['-a', template, join(folder, 'data dir')])

async function start(dataDir = join(folder, 'data dir'), log?: (line: string) => void): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir, log, settings: FAST })
  started.push(server)
  return server
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end().catch(() => {})
  }
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  while (await isServerOf(join(folder, 'data dir', 'postgres', 'data'), pid)) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('startPostgres', { timeout: 120_000 }, () => {
  it('starts, is found again while it runs, stops, and keeps what was committed', async () => {
    const first = await start()
    expect(first.reused).toBe(false)
    await query(first.url, 'CREATE TABLE t AS SELECT 1 AS n')

    const second = await start()
    expect(second).toMatchObject({ reused: true, pid: first.pid, url: first.url })

    await second.stop()
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow()
    await first.stop() // a second stop is no fault

    const third = await startPostgres({ dataDir: join(folder, 'data dir'), port: first.port, settings: FAST })
    started.push(third)
    expect(third).toMatchObject({ reused: false, url: first.url })
    expect(await query(third.url, 'SELECT n FROM t')).toEqual([1])
  })

  it('keeps what was committed through a kill -9 of the server, also under load', async () => {
    begun()
    const server = await start()
    await query(server.url, 'CREATE TABLE t (n int PRIMARY KEY)')
    const client = new pg.Client({ connectionString: server.url })
    client.on('error', () => {})
    await client.connect()
    let acknowledged = 0
    const load = (async () => {
      for (let n = 1; ; n++) {
        await client.query('INSERT INTO t VALUES ($1)', [n])
        acknowledged = n
        if (n === 100) void killed(server.pid)
      }
    })()
    await expect(load).rejects.toThrow()

    const next = await start()
    expect(next.reused).toBe(false)
    const [kept] = await query(next.url, 'SELECT count(*)::int FROM t')
    expect(acknowledged).toBeGreaterThanOrEqual(100)
    expect(kept).toBeGreaterThanOrEqual(acknowledged)
  })

  it('starts again although a child of the killed server is in the middle of a long query', async () => {
    begun()
    const server = await start()
    const busy = query(server.url, 'SELECT count(*) FROM generate_series(1, 1e12::bigint)').catch(
      (error: Error) => error,
    )
    const running = `SELECT count(*)::int FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%1e12%'`
    const isBusy = async () => expect((await query(server.url, running))[0]).toBe(2) // it sees itself, too
    await vi.waitFor(isBusy, { timeout: 10_000 })
    await killed(server.pid)
    const next = await start()
    expect(next.reused).toBe(false)
    expect(await query(next.url, 'SELECT 1')).toEqual([1])
    expect(await busy).toBeInstanceOf(Error)
  })

  it('takes no notice of a pid file whose number belongs to another process now', async () => {
    begun()
    const server = await start()
    const pidFile = pidFilePath(join(folder, 'data dir', 'postgres', 'data'))
    const text = await readFile(pidFile, 'utf8')
    await server.stop()
    await writeFile(pidFile, text.replace(/^\d+/, String(process.pid)))
    expect((await start()).reused).toBe(false)
  })

  it('runs beside a copy of its own folder, pid file included', async () => {
    begun()
    const original = await start()
    await query(original.url, 'CREATE TABLE t AS SELECT 1 AS n')
    await query(original.url, 'CHECKPOINT')
    await cp(join(folder, 'data dir'), join(folder, 'copy'), { recursive: true })
    const copy = await start(join(folder, 'copy'))
    expect(copy.reused).toBe(false)
    expect(copy.port).not.toBe(original.port)
    await query(copy.url, 'INSERT INTO t VALUES (2)')
    expect(await query(original.url, 'SELECT n FROM t')).toEqual([1])
  })

  it('makes one database and one server when two processes start at the same time', async () => {
    const [a, b] = await Promise.all([start(), start()])
    expect(a.pid).toBe(b.pid)
    expect(await query(a.url, 'SELECT 1')).toEqual([1])
    expect(b.url).toBe(a.url)
  })

  it("outlives its launcher and is found by the next one; the launcher's Ctrl-C does not reach it", async () => {
    begun()
    const script = `
      import { startPostgres } from ${JSON.stringify(fileURLToPath(new URL('./start.ts', import.meta.url)))}
      console.log((await startPostgres({ dataDir: ${JSON.stringify(join(folder, 'data dir'))} })).pid)
      setInterval(() => {}, 1000)`
    await writeFile(join(folder, 'launcher.mts'), script)
    const launcher = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(folder, 'launcher.mts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true, // a process group of its own, like a shell's foreground job
    })
    const [line] = await once(launcher.stdout, 'data')
    const pid = Number(String(line))
    process.kill(-launcher.pid!, 'SIGINT') // what a terminal sends to the whole group
    await once(launcher, 'exit')
    expect(await start()).toMatchObject({ reused: true, pid })
  })

  it('listens on this machine only, wants its password, and keeps it readable by its owner alone', async () => {
    begun()
    const { url } = await start()
    expect(await query(url, 'SHOW listen_addresses')).toEqual(['127.0.0.1'])
    expect(await query(url, 'SHOW password_encryption')).toEqual(['scram-sha-256'])
    const wrong = new URL(url)
    wrong.password = 'guess'
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
    const home = join(folder, 'data dir', 'postgres')
    expect((await stat(join(home, 'password'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(home, 'data'))).mode & 0o777).toBe(0o700)
  })

  it('says why when it does not start, with the end of its log', async () => {
    begun()
    const home = join(folder, 'data dir', 'postgres')
    await writeFile(join(home, 'data', 'PG_VERSION'), '9.6\n')
    await expect(start()).rejects.toThrow(
      /stopped while starting .*server\.log says:\n[^]*initialized by .* version 9\.6/,
    )
    await rm(join(home, 'password'))
    await expect(start()).rejects.toThrow(/password file .*password cannot be read \(ENOENT\)/)
  })
})

describe.runIf(asRoot)('startPostgres as root', { timeout: 120_000 }, () => {
  it('goes elsewhere, and says so, when its account may not enter the folder', async () => {
    await mkdir(join(folder, 'private'), { mode: 0o700 })
    const dataDir = join(folder, 'private', 'data dir')
    const lines: string[] = []
    const server = await start(dataDir, (line) => lines.push(line))
    const elsewhere = /database goes to (\/var\/lib\/trifold\/[0-9a-f]{16})\./.exec(lines.join('\n'))![1]!
    try {
      await query(server.url, 'CREATE TABLE t AS SELECT 1 AS n')
      expect(existsSync(join(dataDir, 'postgres', 'data'))).toBe(false)
      expect(existsSync(join(elsewhere, 'data', 'PG_VERSION'))).toBe(true)
      await server.stop()
      expect(await query((await start(dataDir)).url, 'SELECT n FROM t')).toEqual([1])
    } finally {
      for (const each of started.splice(0)) await each.stop()
      await rm(elsewhere, { recursive: true })
    }
  })

  it('goes on with what an ordinary user began, as that user', async () => {
    begun()
    const [uid, gid] = [4711, 4712]
    const dataDir = join(folder, 'data dir')
    execFileSync('chown', ['-R', `${uid}:${gid}`, dataDir])
    const server = await start(dataDir)
    expect((await stat(`/proc/${server.pid}`)).uid).toBe(uid)
  })

  it('runs for an ordinary user as that user, who then refuses a folder of somebody else', async () => {
    const dataDir = join(folder, 'theirs')
    await mkdir(dataDir)
    await chown(dataDir, NOBODY, NOBODY)
    const start = () =>
      execFileSync(process.execPath, ['--import', import.meta.resolve('tsx'), '-e', ORDINARY_USER, '--', dataDir], {
        uid: NOBODY,
        gid: NOBODY,
        cwd: '/',
        env: { PATH: process.env.PATH, TMPDIR: tmpdir(), TSX_DISABLE_CACHE: '1' },
        encoding: 'utf8',
      }).trim()
    expect(start()).toBe(`started as ${NOBODY}`)
    execFileSync('chown', ['-R', '4713:4713', join(dataDir, 'postgres', 'data')])
    expect(start()).toContain('belongs to another user (number 4713): start as that user or root.')
  })
})

const ORDINARY_USER = `
  import { stat } from 'node:fs/promises'
  import { startPostgres } from ${JSON.stringify(new URL('./start.ts', import.meta.url).href)}
  try {
    const server = await startPostgres({ dataDir: process.argv.at(-1) })
    console.log('started as', (await stat('/proc/' + server.pid)).uid)
    await server.stop()
  } catch (error) {
    console.log(error.message)
  }`
