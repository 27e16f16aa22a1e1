import { realpath, rm } from 'node:fs/promises'
import pg from 'pg'
import { UserFacingError } from '@trifold/model/errors'
import { SUPERUSER } from './cluster.ts'
import { pidFilePath, readPidFile } from './pid-file.ts'
import type { ServerLayout } from './layout.ts'
import { isAlive, isServerOf, processesOf, signal, sleep } from './process.ts'

export interface RunningServer {
  readonly pid: number
  readonly port: number
}

/** Longest wait for a server that is starting (after a crash it replays its log) or stopping. */
const SETTLE_TIMEOUT_MS = 120_000
/** Children of a killed server normally end by themselves within this time. */
const ORPHAN_PATIENCE_MS = 2000
const POLL_MS = 50

/**
 * Finds the server that already runs on this data folder, for instance after its launcher was killed. Waits while a server
 * is starting or stopping.
 *
 * @returns undefined if there is none and a new one may be started
 * @throws UserFacingError if there is one that refuses our password, or that neither answers nor ends
 */
export async function findRunning(layout: ServerLayout, password: string): Promise<RunningServer | undefined> {
  const deadline = Date.now() + SETTLE_TIMEOUT_MS
  const data = await realpath(layout.data)
  while (Date.now() < deadline) {
    const file = await readPidFile(data)
    if (!file) return undefined
    if (!isAlive(file.pid)) {
      await endOrphans(data, file.pid)
      return undefined
    }
    if (!(await isServerOf(data, file.pid))) {
      await removeStalePidFile(data)
    } else if (file.status === 'ready' && file.port) {
      if (await answers(file.port, password, data)) return { pid: file.pid, port: file.port }
    }
    await sleep(POLL_MS)
  }
  throw new UserFacingError(
    `The Postgres server of ${layout.data} neither answers nor ends; see its log in ${layout.home}.`,
  )
}

/**
 * Removes the pid file when its number belongs to another process (the machine or container was restarted, the folder is a
 * copy) or to a zombie: Postgres would refuse to start. The file stays while any server process still uses the folder.
 */
async function removeStalePidFile(data: string): Promise<void> {
  if ((await processesOf(data)).length === 0) await rm(pidFilePath(data), { force: true })
}

/**
 * Ends the children of a killed server. They end by themselves when they next wait, but one in a long query does not, and no
 * new server starts beside it. Its transaction is lost anyway.
 *
 * @param deadPid their parent, which the pid file still names
 */
async function endOrphans(data: string, deadPid: number): Promise<void> {
  const patience = Date.now() + ORPHAN_PATIENCE_MS
  for (let orphans = await processesOf(data); orphans.length > 0; orphans = await processesOf(data)) {
    if ((await readPidFile(data))?.pid !== deadPid) return // another process has started a new server
    if (Date.now() > patience) orphans.forEach((pid) => signal(pid, 'SIGQUIT'))
    if (Date.now() > patience + SETTLE_TIMEOUT_MS) return // Postgres will report the process
    await sleep(POLL_MS)
  }
}

/** Whether the server accepts our password and reports this data folder as its own. */
async function answers(port: number, password: string, data: string): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres' })
  client.on('error', () => {}) // reported by the query that it breaks
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return (await realpath(rows[0]!.data_directory)) === data
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') {
      throw new UserFacingError(`The Postgres server of ${data} does not accept the password in its password file.`)
    }
    return false // it ended in the meantime
  } finally {
    await client.end().catch(() => {})
  }
}

const FAST_TIMEOUT_MS = 60_000

/**
 * Fast shutdown, as `pg_ctl stop -m fast`; resolves once the server has ended. If it does not end in a minute, an
 * immediate shutdown follows: nothing committed is lost, because the next start replays the log. If the process is not a
 * server of this folder (it has ended, and its number may be another process's now), nothing happens.
 */
export async function stopServer(data: string, pid: number): Promise<void> {
  if (!(await isServerOf(await realpath(data), pid)) || !signal(pid, 'SIGINT')) return
  if (await ended(data, pid, FAST_TIMEOUT_MS)) return
  signal(pid, 'SIGQUIT')
  if (!(await ended(data, pid, FAST_TIMEOUT_MS))) throw new Error(`Postgres (process ${pid}) does not stop`)
}

/** Ended means that its pid file is gone: the process itself stays as a zombie until its parent waits for it. */
async function ended(data: string, pid: number, timeout: number): Promise<boolean> {
  const deadline = Date.now() + timeout
  while (Date.now() < deadline) {
    if (!isAlive(pid) || (await readPidFile(data))?.pid !== pid) return true
    await sleep(POLL_MS)
  }
  return false
}
