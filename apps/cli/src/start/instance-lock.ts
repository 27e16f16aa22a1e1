import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import { processStartTime } from './process-time.ts'

/** What a running launcher tells about itself, in `DATA_DIR/launcher.json`. */
interface Instance {
  pid: number
  /** Start time of the process, so that a recycled process number is not taken for a running launcher. */
  startedAt: string
  storefront?: string
}

const isErrno = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException)?.code === code

async function readInstance(file: string): Promise<Instance | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Instance
  } catch (error) {
    // A launcher killed while it wrote leaves an empty or cut file: that launcher is gone.
    if (isErrno(error, 'ENOENT') || error instanceof SyntaxError) return null
    throw error
  }
}

/** One launcher per data folder. */
export class InstanceLock {
  private constructor(
    private readonly file: string,
    private readonly instance: Instance,
  ) {}

  /** @throws UserFacingError when another launcher serves this data folder. */
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
      if (!isErrno(error, 'EEXIST')) throw error
      throw new UserFacingError(`Another launcher took the data folder ${dataDir} a moment ago.`)
    }
    return lock
  }

  /** Adds the address for whoever tries to start a second launcher. */
  async announce(storefront: string): Promise<void> {
    this.instance.storefront = storefront
    await writeFile(this.file, JSON.stringify(this.instance))
  }

  async release(): Promise<void> {
    await rm(this.file, { force: true })
  }
}
