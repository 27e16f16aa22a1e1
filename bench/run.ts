import { spawn } from 'node:child_process'

export interface RunOptions {
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
  /** Shows what it prints as it comes. */
  readonly show?: boolean
}

/** A command that ended with another status than 0, or could not be started. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
  constructor(
    readonly program: string,
    readonly ending: string,
    readonly output: string,
  ) {
    const lines = output.trim().split('\n')
    const telling = lines.find((line) => /error/i.test(line)) ?? lines[lines.length - 1]
    super(`${program} failed (${ending})${telling ? `: ${telling.trim()}` : ''}`)
  }
}

/** Runs a command to its end and returns its standard output. */
export function run(program: string, parameters: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: options.folder,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [output, all] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      all += text
      if (options.show) process.stderr.write(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      all += text
      if (options.show) process.stderr.write(text)
    })
    child.on('error', (error) => reject(new CommandFailed(program, error.message, all)))
    child.on('close', (status, signal) => {
      if (status === 0) resolve(output)
      else reject(new CommandFailed(program, signal ?? `status ${status}`, all))
    })
  })
}
