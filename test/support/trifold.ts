import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './stack.ts'

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the `trifold` command as a user would, with its own data folder. */
export function trifold(dataDir: string, ...args: readonly string[]): Promise<Finished> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'trifold.mjs'), ...args], {
    env: { ...process.env, DATABASE_URL: '', INIT_CWD: '', DATA_DIR: dataDir },
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...output }))
  })
}
