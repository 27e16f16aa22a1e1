import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running server writes into its data folder (https://github.com/postgres/postgres/blob/master/src/include/utils/pidfile.h). */
export interface PidFile {
  readonly pid: number
  /** The data folder in the server's arguments; in a copied folder it is still the original's. */
  readonly data: string
  /** Undefined in the first moments of a start. */
  readonly port: number | undefined
  readonly status: 'starting' | 'stopping' | 'ready' | 'standby' | undefined
}

export const pidFilePath = (data: string) => join(data, 'postmaster.pid')

/** @returns undefined if there is no such file: the server was stopped normally, or never ran */
export async function readPidFile(data: string): Promise<PidFile | undefined> {
  const text = await readFile(pidFilePath(data), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : parsePidFile(text)
}

/** Lines: pid, data folder, start time, port, socket folder, address, shared memory key, status. */
export function parsePidFile(text: string): PidFile | undefined {
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Math.abs(Number(lines[0])) // negative for a single-user session
  if (!Number.isInteger(pid) || pid === 0) return undefined // being written at this moment
  const status = (['starting', 'stopping', 'ready', 'standby'] as const).find((known) => known === lines[7])
  return { pid, data: lines[1] ?? '', port: Number(lines[3]) || undefined, status }
}
