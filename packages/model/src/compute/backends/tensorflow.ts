import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { registerGradients } from '../gradients/index.ts'
import * as tf from '../tf.ts'
import { hasCudaDevice, runProbe, unusable, usable, type Candidate, type Probe } from './probe.ts'
import { loadTensorflow } from './tensorflow-package.mjs'

const PACKAGE = '@tensorflow/tfjs-node-gpu'
const PROBE = fileURLToPath(new URL('tensorflow-probe.mjs', import.meta.url))
const PROBE_MILLISECONDS = 60_000 // CUDA's libraries, read from a cold disk for the first time

/** What `tensorflow-probe.mjs` prints. */
export type TensorflowAnswer = { readonly gpu: boolean; readonly version: string } | { readonly error: string }

/**
 * TensorFlow with CUDA. The package is an optional dependency that downloads its library at install, so either may be
 * missing, and only loading it shows that. `TRIFOLD_TENSORFLOW` names the folder of another copy of the package. `npm run
 * bench -- tensorflow` builds one on the library of a newer TensorFlow (decision 25).
 */
export const tensorflow: Candidate = {
  name: 'tensorflow',
  async probe(requested) {
    const folder = packageFolder()
    if (!folder || !existsSync(join(folder, 'package.json'))) return unusable(absence())
    // A failed download leaves the package without its addon; loading the rest would take a second.
    if (!hasAddon(folder)) return unusable(`${PACKAGE} was installed without its library (the download failed)`)
    const found = await runProbe<TensorflowAnswer>(PROBE, [folder], PROBE_MILLISECONDS)
    if ('ended' in found) return unusable(`${PACKAGE} takes its process down (${found.ended})`)
    return judge(found.answer, requested, hasCudaDevice())
  },
  async use() {
    const folder = packageFolder()
    if (!folder) throw new Error(`${PACKAGE} went away after the probe`)
    loadTensorflow(folder)
    registerGradients() // its union package replaced ours, and the same formulas must run on every backend
    await tf.setBackend('tensorflow')
  },
}

/**
 * Whether the loaded library is worth using. With a CUDA version that it does not support, TensorFlow silently runs on the
 * CPU. That is slower than the core, so it is refused unless a user requested it by name.
 */
export function judge(answer: TensorflowAnswer, requested: boolean, card: boolean): Probe {
  if ('error' in answer) return unusable(`${PACKAGE} does not load: ${answer.error}`)
  const { gpu, version } = answer
  if (gpu) return usable(`TensorFlow ${version}, CUDA`)
  const silently = card ? ', without a word: it does not find the CUDA libraries it was made for' : ', no CUDA device'
  return requested
    ? usable(`TensorFlow ${version}, CPU${silently}`)
    : unusable(`TensorFlow ${version} would run on the CPU${silently}`)
}

function packageFolder(): string | null {
  const named = process.env.TRIFOLD_TENSORFLOW
  if (named) return resolve(named)
  try {
    return dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`))
  } catch {
    return null
  }
}

function absence(): string {
  const named = process.env.TRIFOLD_TENSORFLOW
  return named ? `TRIFOLD_TENSORFLOW names ${named}, where there is no package` : `${PACKAGE} is not installed`
}

function hasAddon(folder: string): boolean {
  try {
    return readdirSync(join(folder, 'lib'), { recursive: true }).some((name) => String(name).endsWith('.node'))
  } catch {
    return false
  }
}
