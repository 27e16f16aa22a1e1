import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The name under which a file or folder is made; it gets its own name when it is whole. */
export const partialOf = (path: string) => `${path}.${process.pid}.partial`

/** Removes from a folder what processes left that were killed while they made it. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(/\.(\d+)\.partial$/.exec(name)?.[1])
    if (pid && !isAlive(pid)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
