import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cloneDirectory } from '@trifold/environment'
import { UserFacingError } from '@trifold/model/errors'

export interface ServiceOptions {
  readonly name: string
  /** TypeScript entry point, relative to the clone. */
  readonly entry: string
  readonly env: Readonly<Record<string, string>>
  /** Flags of Node, beside those that every service has. */
  readonly flags?: readonly string[]
  /** File that receives everything the service prints. */
  readonly logFile: string
  /** Called when the service ended by itself and is about to be started again. */
  readonly onCrash?: (sentence: string) => void
  /** Time limits, for tests. */
  readonly limits?: Partial<Limits>
}

interface Limits {
  readonly readyWithinMs: number
  readonly stopWithinMs: number
  /** A service that ran this long is restarted without counting its earlier failures. */
  readonly stableMs: number
  /** Delay before the first restart; it doubles with each failure. */
  readonly restartMs: number
  readonly longestRestartMs: number
}

const LIMITS: Limits = {
  readyWithinMs: 60_000,
  stopWithinMs: 8_000,
  stableMs: 30_000,
  restartMs: 250,
  longestRestartMs: 10_000,
}

/** Milliseconds to wait before a service is started again after `failures` failures in a row. */
export function restartDelay(failures: number, { restartMs, longestRestartMs }: Limits = LIMITS): number {
  return Math.min(longestRestartMs, restartMs * 2 ** failures)
}

/**
 * A child process that is started again when it ends by itself. It has its own process group, so that Ctrl-C reaches the
 * launcher alone and the services stop in order. It watches the IPC channel and ends when the launcher is killed.
 */
export class Service {
  private child: ChildProcess | null = null
  private stopping = false
  private failures = 0
  private lastLines: string[] = []
  private readonly log: WriteStream
  private readonly limits: Limits

  constructor(private readonly options: ServiceOptions) {
    this.log = createWriteStream(options.logFile, { flags: 'a' })
    this.limits = { ...LIMITS, ...options.limits }
  }

  get pid(): number | undefined {
    return this.child?.pid
  }

  /**
   * Starts the process and waits for its `ready` message. Returns its address, if it has one.
   *
   * @throws UserFacingError with the service's last line when it ends first or takes too long
   */
  async start(): Promise<string | undefined> {
    const child = this.spawn()
    this.child = child
    const startedAt = Date.now()
    const url = await this.ready(child)
    child.once('exit', (code, signal) => void this.restart(startedAt, signal ?? `exit code ${code}`))
    return url
  }

  async stop(): Promise<void> {
    this.stopping = true
    const child = this.child
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), this.limits.stopWithinMs)
      await exited
      clearTimeout(timer)
    }
    await new Promise<void>((resolve) => this.log.end(resolve))
  }

  private spawn(): ChildProcess {
    this.lastLines = []
    const { entry, flags = [] } = this.options
    const root = cloneDirectory()
    const child = spawn(process.execPath, [...flags, '--import', import.meta.resolve('tsx'), join(root, entry)], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...this.options.env },
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        if (!this.log.writableEnded) this.log.write(chunk)
        this.lastLines = [...this.lastLines, ...chunk.toString().split('\n').filter(Boolean)].slice(-5)
      })
    }
    return child
  }

  private ready(child: ChildProcess): Promise<string | undefined> {
    const { name, logFile } = this.options
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void =>
        reject(new UserFacingError(`The ${name} did not start: ${reason} (its log: ${logFile}).`))
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        fail(`not ready within ${this.limits.readyWithinMs / 1000} s`)
      }, this.limits.readyWithinMs)
      child.once('error', (error) => fail(error.message))
      child.once('exit', () => {
        clearTimeout(timer)
        fail(this.lastLines.at(-1) ?? 'it ended without a message')
      })
      child.on('message', (message: { type?: string; url?: string }) => {
        if (message.type !== 'ready') return
        clearTimeout(timer)
        resolve(message.url)
      })
    })
  }

  private async restart(startedAt: number, reason: string): Promise<void> {
    if (this.stopping) return
    this.failures = Date.now() - startedAt > this.limits.stableMs ? 0 : this.failures + 1
    this.options.onCrash?.(`The ${this.options.name} stopped (${reason}); starting it again.`)
    await sleep(restartDelay(this.failures, this.limits))
    if (this.stopping) return
    try {
      await this.start()
    } catch (error) {
      if (!this.stopping) await this.restart(Date.now(), (error as Error).message)
    }
  }
}
