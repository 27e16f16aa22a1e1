import { registerCoreBackend } from '../core/backend.ts'
import { type Engine, loadNativeEngine, loadWasmEngine, useEngine } from '../../core/index.ts'
import * as tf from '../tf.ts'
import { reason, unusable, usable, type Candidate } from './candidate.ts'

/** A build of the compute core, loaded at most once. */
function build(name: string, load: () => Engine): Candidate {
  let engine: Engine | undefined
  return {
    name,
    async probe() {
      try {
        engine ??= load()
        return usable(engine.detail)
      } catch (error) {
        return unusable(reason(error))
      }
    },
    async use() {
      engine ??= load()
      registerCoreBackend()
      useEngine(engine)
      await tf.setBackend('core')
    },
  }
}

/** The C++ core as a native addon. */
export const coreNative = build('core-native', () => loadNativeEngine())

/** The same core as WebAssembly: runs wherever Node does. */
export const coreWasm = build('core-wasm', () => loadWasmEngine())
