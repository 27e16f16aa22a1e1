import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { registerGradients } from '../gradients/index.ts'
import * as tf from '../tf.ts'
import { unusable, usable, type Candidate, type Probe } from './candidate.ts'
import { hasCudaDevice } from './devices.ts'
import { askProcess } from './probe-process.ts'
import { loadTensorflow } from './tensorflow-package.mjs'

const PACKAGE = '@tensorflow/tfjs-node-gpu'
const PROBE = fileURLToPath(new URL('tensorflow-probe.mjs', import.meta.url))
const PROBE_MILLISECONDS = 60_000 // CUDA's libraries, read from a cold disk for the first time

/** What `tensorflow-probe.mjs` prints. */
export type TensorflowAnswer = { readonly gpu: boolean; readonly version: string } | { readonly error: string }

/**
 * TensorFlow with CUDA. An optional dependency whose install downloads its library, so the package may be absent, or
 * there without it: only loading it tells. `TRIFOLD_TENSORFLOW` names the folder of another copy of the package, such as
 * the one that `npm run bench -- tensorflow` builds on the library of a newer TensorFlow (decision 0025).
 */
export const tensorflow: Candidate = {
  name: 'tensorflow',
  async probe(wanted) {
    const folder = packageFolder()
    if (!folder || !existsSync(join(folder, 'package.json'))) return unusable(absence())
    // an install whose download failed leaves the package without its addon: loading all the rest would take a second
    if (!hasAddon(folder)) return unusable(`${PACKAGE} was installed without its library (the download failed)`)
    const found = await askProcess<TensorflowAnswer>(PROBE, [folder], PROBE_MILLISECONDS)
    if ('ended' in found) return unusable(`${PACKAGE} takes its process down (${found.ended})`)
    return judge(found.answer, wanted, hasCudaDevice())
  },
  async use() {
    const folder = packageFolder()
    if (!folder) throw new Error(`${PACKAGE} went away after the probe`)
    loadTensorflow(folder)
    registerGradients() // the union package it brings registers its own: the same formulas must run on every backend
    await tf.setBackend('tensorflow')
  },
}

/**
 * Whether what loaded is worth using. With a CUDA that it was not made for TensorFlow runs on the CPU and says nothing;
 * that is slower than the core, so it is refused unless asked for by name.
 */
export function judge(answer: TensorflowAnswer, wanted: boolean, card: boolean): Probe {
  if ('error' in answer) return unusable(`${PACKAGE} does not load: ${answer.error}`)
  const { gpu, version } = answer
  if (gpu) return usable(`TensorFlow ${version}, CUDA`)
  const silently = card ? ', without a word: it does not find the CUDA libraries it was made for' : ', no CUDA device'
  return wanted
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
