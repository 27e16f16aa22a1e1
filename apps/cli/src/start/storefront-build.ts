import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { cloneDirectory } from '@trifold/environment'
import { UserFacingError } from '@trifold/model/errors'

const SHOWN_LINES = 15

/**
 * Builds the storefront unless its last build is of the present sources. It runs in its own process, beside the database and
 * the training. Resolves also when `signal` aborts it.
 *
 * @throws UserFacingError with the last lines of the build's output
 */
export function buildStorefront(print: (line: string) => void, signal: AbortSignal): Promise<void> {
  const folder = join(cloneDirectory(), 'apps', 'web')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(folder, 'build.ts')], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => print(chunk.toString().trim()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.on('error', (error) => (signal.aborted ? resolve() : reject(error)))
    child.on('exit', (code) => {
      if (code === 0 || signal.aborted) return resolve()
      const last = errors.trim().split('\n').slice(-SHOWN_LINES).join('\n')
      reject(new UserFacingError(`The storefront could not be built:\n${last}`))
    })
  })
}
