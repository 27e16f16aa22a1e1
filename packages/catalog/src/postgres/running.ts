import { realpath, rm } from 'node:fs/promises'
import pg from 'pg'
import { UserFacingError } from '@trifold/model/errors'
import { SUPERUSER } from './cluster.ts'
import { pidFilePath, readPidFile } from './pid-file.ts'
import type { Place } from './place.ts'
import { isAlive, isServerOf, processesOf, signal, sleep } from './process.ts'

export interface RunningServer {
  readonly pid: number
  readonly port: number
}

/** A server that is starting (after a crash it replays its log) or stopping is given this long to come out of it. */
const SETTLE_TIMEOUT_MS = 120_000
/** Children of a killed server may take this long to notice. */
const ORPHAN_PATIENCE_MS = 2000
const POLL_MS = 50

/**
 * Finds the server that works on this data folder already, left by a launcher that was killed, say. One that is
 * starting is waited for; one that is stopping is waited out.
 *
 * @returns undefined when there is none and a new one may be started
 * @throws UserFacingError when it is there and does not let us in
 */
export async function findRunning(place: Place, password: string): Promise<RunningServer | undefined> {
  const deadline = Date.now() + SETTLE_TIMEOUT_MS
  const data = await realpath(place.data)
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
    `The Postgres server of ${place.data} neither answers nor ends; see its log in ${place.home}.`,
  )
}

/**
 * The number in the file now belongs to another process (the machine or container was started anew, the folder is a
 * copy) or to a dead one that nobody has fetched. Postgres would refuse to start beside it, so the file goes; but only
 * once no server process works on the folder any more, for which Postgres uses that same file.
 */
async function removeStalePidFile(data: string): Promise<void> {
  if ((await processesOf(data)).length === 0) await rm(pidFilePath(data), { force: true })
}

/**
 * The children of a killed server end by themselves when they next wait for something; one in the middle of a long
 * query does not, and no new server may start beside it. Its transaction is lost anyway.
 *
 * @param deadPid whose children they are, while the file still names it
 */
async function endOrphans(data: string, deadPid: number): Promise<void> {
  const patience = Date.now() + ORPHAN_PATIENCE_MS
  for (let orphans = await processesOf(data); orphans.length > 0; orphans = await processesOf(data)) {
    if ((await readPidFile(data))?.pid !== deadPid) return // another process has started a new server
    if (Date.now() > patience) orphans.forEach((pid) => signal(pid, 'SIGQUIT'))
    if (Date.now() > patience + SETTLE_TIMEOUT_MS) return // Postgres will say what is in the way
    await sleep(POLL_MS)
  }
}

/** Whether our password opens it, and it says itself that this is its data folder. */
async function answers(port: number, password: string, data: string): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres' })
  client.on('error', () => {}) // reported by the query that it breaks
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return (await realpath(rows[0].data_directory)) === data
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') {
      throw new UserFacingError(`The Postgres server of ${data} does not accept the password kept for it.`)
    }
    return false // it went away between the look and the question
  } finally {
    await client.end().catch(() => {})
  }
}
