import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import { root } from '../root.ts'

/** Builds the storefront unless the last build is of these sources. Runs beside the database and the training. */
export function buildStorefront(tell: (line: string) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(root, 'apps', 'web', 'build.ts')],
      {
        cwd: join(root, 'apps', 'web'),
        stdio: ['ignore', 'pipe', 'pipe'],
        signal,
      },
    )
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => tell(chunk.toString().trim()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', (error) => (signal.aborted ? resolve() : reject(error)))
    child.on('exit', (code) => {
      if (code === 0 || signal.aborted) resolve()
      else
        reject(
          new UserFacingError(`The storefront could not be built:\n${output.trim().split('\n').slice(-15).join('\n')}`),
        )
    })
  })
}
