import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { UserFacingError } from '@trifold/model/errors'
import { z } from 'zod'

/** What a running launcher writes about itself to `DATA_DIR/launcher.json`. */
const instanceSchema = z.object({
  pid: z.int(),
  /** Start time of the process. It tells a running launcher from another process that got the same number later. */
  startedAt: z.string(),
  storefront: z.string().optional(),
})
type Instance = z.output<typeof instanceSchema>

/** Only one launcher may run on a data folder. */
export class InstanceLock {
  private constructor(
    private readonly file: string,
    private readonly instance: Instance,
  ) {}

  /** @throws UserFacingError when another launcher uses this data folder */
  static async acquire(dataDir: string): Promise<InstanceLock> {
    try {
      await mkdir(dataDir, { recursive: true })
    } catch (error) {
      throw new UserFacingError(`The data folder ${dataDir} cannot be made: ${(error as Error).message}.`)
    }
    const file = join(dataDir, 'launcher.json')
    const running = await readInstance(file)
    if (running && (await processStartTime(running.pid)) === running.startedAt) {
      const where = running.storefront ? ` at ${running.storefront}` : ''
      throw new UserFacingError(
        `Trifold already runs on this data folder${where} (process ${running.pid}): stop it there, or set another DATA_DIR.`,
      )
    }
    const lock = new InstanceLock(file, { pid: process.pid, startedAt: (await processStartTime(process.pid)) ?? '' })
    await rm(file, { force: true })
    try {
      await writeFile(file, JSON.stringify(lock.instance), { flag: 'wx' })
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
      throw new UserFacingError(`Another launcher took the data folder ${dataDir} a moment ago.`)
    }
    return lock
  }

  /** Adds the address, so that a second launcher can name it. */
  async announce(storefront: string): Promise<void> {
    this.instance.storefront = storefront
    await writeFile(this.file, JSON.stringify(this.instance))
  }

  async release(): Promise<void> {
    await rm(this.file, { force: true })
  }
}

const hasCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException)?.code === code

/** Null where no launcher is recorded. A launcher killed while it wrote leaves an empty or cut file: it is gone too. */
async function readInstance(file: string): Promise<Instance | null> {
  try {
    return instanceSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return null
    throw error
  }
}

/** When process `pid` started, as an opaque string; null where there is no such process. */
export async function processStartTime(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!hasCode(error, 'EPERM')) return null
  }
  if (process.platform === 'linux') {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
      // Field 22 of proc(5). Count behind the command's name, which may contain spaces and parentheses.
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
    } catch {
      return null // the process ended between the two calls
    }
  }
  if (process.platform === 'win32') return String(pid)
  try {
    return (await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim() || null
  } catch {
    return null // ps exits with 1 for a process that has ended
  }
}
