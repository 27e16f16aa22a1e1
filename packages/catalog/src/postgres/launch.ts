import { spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import { program } from './binaries.ts'
import { serverEnvironment } from './cluster.ts'
import { readPidFile } from './pid-file.ts'
import type { ServerLayout } from './layout.ts'
import { sleep } from './process.ts'
import type { RunningServer } from './running.ts'

const POLL_MS = 20
const LOG_LIMIT_BYTES = 10 * 1024 * 1024
const TAIL_LINES = 12

/** Messages of Postgres about temporary conditions, after which a new attempt may succeed. */
const TEMPORARY =
  /lock file "postmaster\.pid" already exists|pre-existing shared memory block|could not bind|could not create any TCP/

/**
 * Starts a server and waits until it is ready; after a crash that includes the replay of its log. It runs in a session of
 * its own, so it outlives its launcher, and Ctrl-C in the launcher's terminal does not reach it.
 *
 * @param settings server parameters beside the default ones
 * @returns undefined after a temporary condition: another server, its remains, a port in use
 * @throws UserFacingError with the end of its log if it stops while starting
 */
export async function launch(
  layout: ServerLayout,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<RunningServer | undefined> {
  const logFile = join(layout.home, 'server.log')
  const log = openLog(logFile)
  const begin = fstatSync(log).size
  const child = spawn(program(layout.binaries, 'postgres'), serverArguments(layout.data, port, settings), {
    cwd: '/',
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
    ...(layout.account && { uid: layout.account.uid, gid: layout.account.gid }),
  })
  closeSync(log)
  let ended: string | undefined
  child.once('exit', (code, signal) => (ended = signal ? `signal ${signal}` : `status ${code}`))
  child.once('error', (error) => (ended = error.message))
  child.unref()

  while (ended === undefined) {
    const file = await readPidFile(layout.data)
    if (file && file.pid === child.pid && file.status === 'ready') return { pid: file.pid, port }
    await sleep(POLL_MS)
  }
  const tail = readTail(logFile, begin)
  if (TEMPORARY.test(tail)) return undefined
  throw new UserFacingError(`Postgres stopped while starting (${ended}); the end of its log ${logFile} says:\n${tail}`)
}

function serverArguments(data: string, port: number, settings: Readonly<Record<string, string>>): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '', // a socket would need a short path that both sides can reach
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  }
  const parameters = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', data, '-p', String(port), ...parameters]
}

/** The server inherits the open file, so its account needs no access to the folder. */
function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_LIMIT_BYTES) renameSync(file, `${file}.old`)
  return openSync(file, 'a', 0o600)
}

/** The last lines written since `begin`. */
function readTail(file: string, begin: number): string {
  const fd = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(Math.min(fstatSync(fd).size - begin, 64 * 1024))
    readSync(fd, buffer, 0, buffer.length, fstatSync(fd).size - buffer.length)
    return buffer.toString('utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
  } finally {
    closeSync(fd)
  }
}
