import { execFileSync } from 'node:child_process'
import { readdir, readlink } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'

const onLinux = process.platform === 'linux'

/** Whether there is such a process at all, ours or not; true also of one that has ended and awaits its parent. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** @returns false when there is no such process */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

/**
 * Whether the process is a Postgres server on this very data folder, and not another that was given the same number
 * after a restart of the machine or container. Postgres makes its data folder its working directory.
 *
 * @param data real path of the data folder
 */
export async function isServerOf(data: string, pid: number): Promise<boolean> {
  if (onLinux) return (await workingDirectory(pid)) === data
  try {
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return command.includes('postgres') && command.includes(data)
  } catch {
    return false // no such process
  }
}

/** Server processes (the first one or its children) that still work on this data folder. Linux only; elsewhere none. */
export async function processesOf(data: string): Promise<number[]> {
  if (!onLinux) return []
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const folders = await Promise.all(pids.map(workingDirectory))
  return pids.filter((_, i) => folders[i] === data)
}

const workingDirectory = (pid: number) => readlink(`/proc/${pid}/cwd`).catch(() => undefined)

/** A port on 127.0.0.1 that nobody uses now; somebody may before it is taken, so callers try again. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
