import { realpath } from 'node:fs/promises'
import { readPidFile } from './pid-file.ts'
import { isAlive, isServerOf, signal, sleep } from './process.ts'

const FAST_TIMEOUT_MS = 60_000
const POLL_MS = 20

/**
 * Fast shutdown, as `pg_ctl stop -m fast`; resolves once the server has ended. Where it does not end in a minute, an
 * immediate shutdown follows: nothing committed is lost, the next start replays its log. A server that is gone already,
 * its number perhaps another process's, is left alone.
 */
export async function stopServer(data: string, pid: number): Promise<void> {
  if (!(await isServerOf(await realpath(data), pid)) || !signal(pid, 'SIGINT')) return
  if (await ended(data, pid, FAST_TIMEOUT_MS)) return
  signal(pid, 'SIGQUIT')
  if (!(await ended(data, pid, FAST_TIMEOUT_MS))) throw new Error(`Postgres (process ${pid}) does not stop`)
}

/** Ended means that its pid file is gone: the process itself may linger until its parent fetches it. */
async function ended(data: string, pid: number, timeout: number): Promise<boolean> {
  const deadline = Date.now() + timeout
  while (Date.now() < deadline) {
    if (!isAlive(pid) || (await readPidFile(data))?.pid !== pid) return true
    await sleep(POLL_MS)
  }
  return false
}
