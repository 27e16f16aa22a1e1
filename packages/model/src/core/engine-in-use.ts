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

/** Changes the build; tensors stay valid, for they live in JavaScript's memory. */
export function useEngine(next: Engine): void {
  engine = next
  withoutCore = false
}

/** Keeps serving off the core too: the cpu backend was asked for, and means plain JavaScript. */
export function useNoEngine(): void {
  withoutCore = true
}

/**
 * The build for work on the host's own arrays, which needs no tensors: serving, whatever trains, and in processes that
 * never choose a backend. The one in use, else the best that loads; null where plain JavaScript was asked for.
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
    // no addon for this platform is nothing to warn of: `selectBackend` and `trifold backends` say why
    if (error instanceof StaleAddon) process.emitWarning(`The compute core runs as WebAssembly: ${error.message}`)
    return loadWasmEngine()
  }
}
