import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import { CommandFailed, run } from '../run.ts'

const NAME = '@tensorflow/tfjs-node-gpu'
const VERSION = '4.22.0'

/**
 * Installs TensorFlow.js' Node package into a folder of its own, without the scripts that would download a library, and
 * returns where it lies.
 *
 * The copies of TensorFlow.js' core and cpu backend that come with it are removed: Node then finds those of the
 * repository two folders up, so that there is one core, with one set of kernels and gradients.
 */
export async function installPackage(folder: string): Promise<string> {
  const own = join(folder, 'node_modules', NAME)
  const done = join(folder, 'installed')
  if (existsSync(done)) return own
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: { [NAME]: VERSION } }))
  process.stderr.write(`installing ${NAME} ${VERSION}\n`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  await run(npm, ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { folder }).catch((error: unknown) => {
    if (!(error instanceof CommandFailed)) throw error
    throw new UserFacingError(`The package of TensorFlow.js could not be installed: ${error.message}`)
  })
  for (const name of ['tfjs-core', 'tfjs-backend-cpu']) {
    await rm(join(folder, 'node_modules', '@tensorflow', name), { recursive: true, force: true })
  }
  await writeFile(done, '')
  return own
}
