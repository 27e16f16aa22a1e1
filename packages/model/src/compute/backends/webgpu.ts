import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import * as tf from '../tf.ts'
import { hasGraphicsDevice, runProbe, unusable, usable, type Candidate } from './probe.ts'

const PROBE = fileURLToPath(new URL('webgpu-probe.mjs', import.meta.url))
const PROBE_MILLISECONDS = 5000

/** Any card with Vulkan, Metal or Direct3D 12, through Dawn (npm `webgpu`), without a CUDA install. */
export const webgpu: Candidate = {
  name: 'webgpu',
  async probe(requested) {
    try {
      createRequire(import.meta.url).resolve('webgpu')
    } catch {
      return unusable('the package webgpu is not installed')
    }
    if (!requested && !hasGraphicsDevice()) return unusable('no graphics device')
    const found = await runProbe<AdapterInfo | null>(PROBE, [], PROBE_MILLISECONDS)
    const info = 'answer' in found ? found.answer : null
    if (!info) return unusable('no adapter with a working driver')
    const name = adapterName(info)
    if (!isSoftware(info)) return usable(name)
    return requested ? usable(`${name}, in software`) : unusable(`only a software adapter (${name})`)
  },
  async use() {
    const { create, globals } = await import('webgpu')
    Object.assign(globalThis, globals)
    const holder = navigatorObject()
    Object.defineProperty(holder, 'gpu', { value: create([]), configurable: true })
    await import('@tensorflow/tfjs-backend-webgpu') // reads navigator.gpu when it is loaded
    await tf.setBackend('webgpu')
    await tf.ready()
    // navigator.gpu must stay: if it is garbage-collected, Dawn's instance goes and takes the device in use with it.
  },
}

/** The global navigator: Node has one from version 21 on. */
function navigatorObject(): object {
  const scope = globalThis as { navigator?: object }
  if (!scope.navigator) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true })
  return scope.navigator as object
}

/** A WebGPU adapter's description of itself. */
export interface AdapterInfo {
  readonly vendor: string
  readonly architecture: string
  readonly device: string
  readonly description: string
}

/** A name for people, from the fields that the driver filled in. */
export function adapterName({ vendor, architecture, device, description }: AdapterInfo): string {
  return description || [vendor, architecture, device].filter((part) => part !== '').join(' ') || 'unnamed adapter'
}

/** Whether an adapter computes on the CPU: SwiftShader, Mesa's llvmpipe, Windows' basic renderer. */
export function isSoftware(info: AdapterInfo): boolean {
  const words = [info.vendor, info.architecture, info.device, info.description].join(' ')
  return /swiftshader|llvmpipe|lavapipe|software|basic render|\bwarp\b/i.test(words)
}
