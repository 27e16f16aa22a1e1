import { execFileSync } from 'node:child_process'
import { readdir, readlink } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'

const onLinux = process.platform === 'linux'

/** Whether a process with this number exists, ours or not; also true of a zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** @returns false if there is no such process */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

/**
 * Whether the process is a Postgres server of this data folder, and not another process that got the same number after a
 * restart of the machine or container. Postgres makes its data folder its working directory.
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

/** Processes of a server, children included, that still use this data folder. Linux only; elsewhere none. */
export async function processesOf(data: string): Promise<number[]> {
  if (!onLinux) return []
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const folders = await Promise.all(pids.map(workingDirectory))
  return pids.filter((_, i) => folders[i] === data)
}

const workingDirectory = (pid: number) => readlink(`/proc/${pid}/cwd`).catch(() => undefined)

/** A port on 127.0.0.1 that is free now. Another process may take it first, so callers try again. */
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
