import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * When process `pid` started, as an opaque string; null where there is no such process. Two processes that got the
 * same number one after the other differ in it.
 */
export async function processStartTime(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null
  }
  if (process.platform === 'linux') {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
      // Field 22, counted behind the command's name, which may itself hold spaces and parentheses (proc(5)).
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    } catch {
      return null // it ended between the two looks
    }
  }
  if (process.platform === 'win32') return String(pid)
  try {
    return (await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim() || null
  } catch {
    return null // ps exits with 1 for a process that has ended
  }
}
