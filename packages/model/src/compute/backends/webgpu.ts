import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import * as tf from '../tf.ts'
import { unusable, usable, type Candidate } from './candidate.ts'
import { hasGraphicsDevice } from './devices.ts'
import { askProcess } from './probe-process.ts'
import { adapterName, isSoftware, type AdapterInfo } from './webgpu-adapter.ts'

const PROBE = fileURLToPath(new URL('webgpu-probe.mjs', import.meta.url))
const PROBE_MILLISECONDS = 5000

/** Any card with Vulkan, Metal or Direct3D 12, through Dawn (npm `webgpu`), without a CUDA install. */
export const webgpu: Candidate = {
  name: 'webgpu',
  async probe(wanted) {
    try {
      createRequire(import.meta.url).resolve('webgpu')
    } catch {
      return unusable('the package webgpu is not installed')
    }
    if (!wanted && !hasGraphicsDevice()) return unusable('no graphics device')
    const found = await askProcess<AdapterInfo | null>(PROBE, [], PROBE_MILLISECONDS)
    const info = 'answer' in found ? found.answer : null
    if (!info) return unusable('no adapter with a working driver')
    const name = adapterName(info)
    if (!isSoftware(info)) return usable(name)
    return wanted ? usable(`${name}, in software`) : unusable(`only a software adapter (${name})`)
  },
  async use() {
    const { create, globals } = await import('webgpu')
    Object.assign(globalThis, globals)
    const holder = navigatorObject()
    Object.defineProperty(holder, 'gpu', { value: create([]), configurable: true })
    await import('@tensorflow/tfjs-backend-webgpu') // looks for navigator.gpu while it is loaded
    await tf.setBackend('webgpu')
    await tf.ready()
    // navigator.gpu stays: once it is collected Dawn's instance goes, under the device that is still in use
  },
}

/** The global navigator: Node has one from version 21 on. */
function navigatorObject(): object {
  const scope = globalThis as { navigator?: object }
  if (!scope.navigator) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true })
  return scope.navigator as object
}
