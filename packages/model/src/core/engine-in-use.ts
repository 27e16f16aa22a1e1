import { loadNativeEngine, StaleAddon } from './native-engine.ts'
import { loadWasmEngine } from './wasm-engine.ts'
import type { Engine } from './abi.ts'

let engine: Engine | null = null
let withoutCore = false

/** The build of the kernels that the `core` backend runs on. */
export function engineInUse(): Engine {
  if (!engine) throw new Error('the core backend runs only after selectBackend has loaded a build of its kernels')
  return engine
}

/** Changes the build. Tensors stay valid, because they live in JavaScript's memory. */
export function useEngine(next: Engine): void {
  engine = next
  withoutCore = false
}

/** Turns the core off for serving too: the cpu backend means plain JavaScript everywhere. */
export function useNoEngine(): void {
  withoutCore = true
}

/**
 * The build for work on the host's arrays without tensors, such as serving. It does not depend on the backend that trains,
 * and needs no chosen backend. Returns the build in use, else the best that loads; null for the cpu backend.
 */
export function hostEngine(): Engine | null {
  if (withoutCore) return null
  engine ??= bestEngine()
  return engine
}

function bestEngine(): Engine {
  try {
    return loadNativeEngine()
  } catch (error) {
    // A missing addon is no reason for a warning: `selectBackend` and `trifold backends` report it.
    if (error instanceof StaleAddon) process.emitWarning(`The compute core runs as WebAssembly: ${error.message}`)
    return loadWasmEngine()
  }
}
