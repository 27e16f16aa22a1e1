import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as tf from '../tf.ts'
import { reason, unusable, usable, type Candidate } from './candidate.ts'

const PACKAGE = '@tensorflow/tfjs-node-gpu'
const require = createRequire(import.meta.url)

/** The part of tfjs-node's backend that says where it runs. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean
}

/**
 * TensorFlow with CUDA. An optional dependency whose install downloads its library, so the package may be absent, or
 * there without it: only an import tells. With a CUDA it does not know it runs on the CPU and says nothing; that is
 * slower than the core, so such a backend is refused unless asked for by name.
 */
export const tensorflow: Candidate = {
  name: 'tensorflow',
  async probe(wanted) {
    const folder = packageFolder()
    if (!folder) return unusable(`${PACKAGE} is not installed`)
    // an install whose download failed leaves the package without its addon: importing all the rest would take a second
    if (!hasAddon(folder)) return unusable(`${PACKAGE} was installed without its library (the download failed)`)
    try {
      process.env.TF_CPP_MIN_LOG_LEVEL ??= '2' // its library's own log of devices
      restoreRemovedUtilities()
      await import(PACKAGE)
    } catch (error) {
      return unusable(`${PACKAGE} does not load: ${reason(error)}`)
    }
    const backend = tf.findBackend('tensorflow') as unknown as NodeBackend | null
    if (!backend) return unusable(`${PACKAGE} loads without registering its backend`)
    if (backend.isUsingGpuDevice) return usable('CUDA')
    return wanted ? usable('CPU, no CUDA device') : unusable(`${PACKAGE} finds no CUDA device it can use`)
  },
  async use() {
    await tf.setBackend('tensorflow')
  },
}

function packageFolder(): string | null {
  try {
    return dirname(require.resolve(`${PACKAGE}/package.json`))
  } catch {
    return null
  }
}

function hasAddon(folder: string): boolean {
  try {
    return readdirSync(join(folder, 'lib'), { recursive: true }).some((name) => String(name).endsWith('.node'))
  } catch {
    return false
  }
}

/**
 * tfjs-node 4.22 calls two functions of `node:util` that Node 23 removed; the fix is merged upstream (tensorflow/tfjs
 * pull request 8425) and was never released. May go with the first release that has it.
 */
function restoreRemovedUtilities(): void {
  const util = require('node:util') as Record<string, unknown>
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  util.isArray ??= Array.isArray
}
