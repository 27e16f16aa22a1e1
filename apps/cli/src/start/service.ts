import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserFacingError } from '@trifold/model/errors'
import { root } from '../root.ts'

export interface ServiceOptions {
  name: string
  /** TypeScript entry point, relative to the clone. */
  entry: string
  env: Record<string, string>
  /** Of Node, beside those that every service has. */
  flags?: readonly string[]
  /** Everything the service prints goes there. */
  logFile: string
  /** Called when the service died by itself and is about to be started again. */
  onCrash?: (sentence: string) => void
}

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 8_000
/** A service that stayed up this long starts its next life without delay. */
const STABLE_MS = 30_000

/**
 * A child process that is kept alive. The child is in its own process group, so that Ctrl-C reaches the launcher alone and the
 * services stop in order; it watches the IPC channel and leaves by itself when the launcher is killed.
 */
export class Service {
  private child: ChildProcess | null = null
  private stopping = false
  private failures = 0
  private lastLines: string[] = []
  private readonly log: WriteStream

  constructor(private readonly options: ServiceOptions) {
    this.log = createWriteStream(options.logFile, { flags: 'a' })
  }

  get pid(): number | undefined {
    return this.child?.pid
  }

  /** Starts the process and waits until it says that it is ready. Returns its address, if it has one. */
  async start(): Promise<string | undefined> {
    const child = this.spawn()
    this.child = child
    const startedAt = Date.now()
    const url = await this.ready(child)
    child.once('exit', (code, signal) => void this.revive(startedAt, signal ?? `exit code ${code}`))
    return url
  }

  async stop(): Promise<void> {
    this.stopping = true
    const child = this.child
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      await exited
      clearTimeout(timer)
    }
    await new Promise<void>((resolve) => this.log.end(resolve))
  }

  private spawn(): ChildProcess {
    this.lastLines = []
    const { entry, flags = [] } = this.options
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
      const fail = (why: string): void =>
        reject(new UserFacingError(`The ${name} did not start: ${why} (its log: ${logFile}).`))
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        fail(`not ready within ${READY_WITHIN_MS / 1000} s`)
      }, READY_WITHIN_MS)
      child.once('error', (error) => fail(error.message))
      child.once('exit', () => {
        clearTimeout(timer)
        fail(this.lastLines.at(-1) ?? 'it ended without a word')
      })
      child.on('message', (message: { type?: string; url?: string }) => {
        if (message.type !== 'ready') return
        clearTimeout(timer)
        resolve(message.url)
      })
    })
  }

  private async revive(startedAt: number, reason: string): Promise<void> {
    if (this.stopping) return
    this.failures = Date.now() - startedAt > STABLE_MS ? 0 : this.failures + 1
    const delay = Math.min(10_000, 250 * 2 ** this.failures)
    this.options.onCrash?.(`The ${this.options.name} stopped (${reason}); starting it again.`)
    await sleep(delay)
    if (this.stopping) return
    try {
      await this.start()
    } catch (error) {
      if (!this.stopping) await this.revive(Date.now(), (error as Error).message)
    }
  }
}
