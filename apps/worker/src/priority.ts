import { readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

const PROCESS_NICE = constants.priority.PRIORITY_BELOW_NORMAL // 10
/** A fifth of the share of a usual session: enough for the API to go first, and training is not starved beside others. */
const SESSION_NICE = 7

/**
 * Let whoever answers a request go first: training takes every cycle it can get.
 *
 * Linux shares the CPU out among sessions before it looks at the processes inside (sched(7), "autogroup"). A worker that
 * was started in a session of its own, as the launcher does, would get as much as the API whatever its own priority: then
 * its session gets a lower one as well.
 */
export function yieldToOthers(): void {
  setPriority(PROCESS_NICE)
  const own = sessionOf('self')
  if (own === null || own === sessionOf(String(process.ppid))) return
  try {
    writeFileSync('/proc/self/autogroup', String(SESSION_NICE))
  } catch (error) {
    // a container may forbid it: training then competes as an equal, which is worth a line and no more
    process.stderr.write(`worker: its session keeps the usual priority: ${(error as Error).message}\n`)
  }
}

/** Name of the session's group, e.g. "/autogroup-123"; null where the system has none. */
function sessionOf(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/autogroup`, 'utf8').split(' ')[0]
  } catch {
    return null
  }
}
