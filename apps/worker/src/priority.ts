import { readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

const PROCESS_NICE = constants.priority.PRIORITY_BELOW_NORMAL // 10
/** About a fifth of a normal session's share: the API goes first, and training still makes progress. */
const SESSION_NICE = 7

/**
 * Lowers the priority of this process, so that the API answers first while a model trains.
 *
 * Linux shares the CPU among sessions before it looks at the processes inside (sched(7), "autogroup"). The launcher starts
 * the worker in a session of its own, which would get as much as the API's. So the session gets a lower priority, too.
 */
export function lowerPriority(): void {
  setPriority(PROCESS_NICE)
  const own = sessionOf('self')
  if (own === null || own === sessionOf(String(process.ppid))) return
  try {
    writeFileSync('/proc/self/autogroup', String(SESSION_NICE))
  } catch (error) {
    // a container may forbid it; training then has the same share as the API
    process.stderr.write(`worker: its session keeps the normal priority: ${(error as Error).message}\n`)
  }
}

/** Name of the session's group, e.g. "/autogroup-123"; null where the system has none. */
function sessionOf(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/autogroup`, 'utf8').split(' ')[0]!
  } catch {
    return null
  }
}
