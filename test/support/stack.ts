import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const UP_WITHIN_MS = 180_000

/** A folder that PostgreSQL's own user can reach too, so that its data stay inside and go with it. The space is on purpose. */
async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trifold system '))
  await chmod(folder, 0o755)
  return folder
}

/** A running `npm start` on free ports and a data folder of its own: what a user would have. */
export class Stack {
  output = ''
  readonly child: ChildProcess

  private constructor(
    readonly dataDir: string,
    env: Record<string, string>,
  ) {
    this.child = spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, API_PORT: '0', WEB_PORT: '0', DATABASE_URL: '', ...env, DATA_DIR: dataDir },
    })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString()
        if (process.env.TRIFOLD_TEST_SHOW) process.stderr.write(chunk)
      })
    }
  }

  /** Starts and waits until everything answers. Give the same folder again to start on what an earlier stack left. */
  static async start(dataDir?: string, env: Record<string, string> = {}): Promise<Stack> {
    const stack = new Stack(dataDir ?? (await freshFolder()), env)
    await stack.says(/Ctrl-C stops everything/, UP_WITHIN_MS)
    return stack
  }

  /** Starts without waiting for anything. */
  static async spawn(dataDir?: string, env: Record<string, string> = {}): Promise<Stack> {
    return new Stack(dataDir ?? (await freshFolder()), env)
  }

  get apiUrl(): string {
    return this.found(/GraphQL API\s+(\S+)/)
  }

  get webUrl(): string {
    return this.found(/Storefront\s+(\S+)/)
  }

  get adminKey(): string {
    return this.found(/Admin key\s+(\S+)/)
  }

  /** Waits until the output matches; fails at once when the launcher ends instead. */
  async says(pattern: RegExp, withinMs = 60_000): Promise<void> {
    const deadline = Date.now() + withinMs
    while (!pattern.test(this.output)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`The launcher ended:\n${this.output}`)
      if (Date.now() > deadline) throw new Error(`Not said within ${withinMs} ms: ${pattern}\n${this.output}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Sends `signal` to the launcher and waits for its end. Returns the exit code, or the signal's name. */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | string> {
    if (this.child.exitCode !== null) return this.child.exitCode
    const exited = new Promise<number | string>((resolve) =>
      this.child.once('exit', (code, by) => resolve(code ?? by ?? '')),
    )
    this.child.kill(signal)
    return exited
  }

  /** Ends the stack and removes its data folder. */
  async dispose(): Promise<void> {
    await this.end()
    await rm(this.dataDir, { recursive: true, force: true })
  }

  private found(pattern: RegExp): string {
    const [, value] = pattern.exec(this.output) ?? []
    if (value === undefined) throw new Error(`The launcher did not print ${pattern}:\n${this.output}`)
    return value
  }
}
