import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const main = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** For tests: starts the real command in a process of its own, and hands over what it says on standard error as it comes. */
export function runTrifold(
  args: readonly string[],
  onStderr?: (text: string, child: ChildProcess) => void,
): Promise<Finished> {
  const child = spawn(process.execPath, ['--import', loader, main, ...args], {
    env: { ...process.env, INIT_CWD: undefined },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString()
    onStderr?.(stderr, child)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
