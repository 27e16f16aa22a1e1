import { type Engine, loadNativeEngine, loadWasmEngine, useEngine, useNoEngine } from '../../core/index.ts'
import { registerCoreBackend } from '../core/backend.ts'
import * as tf from '../tf.ts'
import { reason, unusable, usable, type Candidate } from './probe.ts'

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

/** The same core as WebAssembly, which runs wherever Node does. */
export const coreWasm = build('core-wasm', () => loadWasmEngine())

/** TensorFlow.js' cpu backend in plain JavaScript. It is always usable, and slow. */
export const cpu: Candidate = {
  name: 'cpu',
  async probe() {
    return usable('plain JavaScript')
  },
  async use() {
    useNoEngine()
    await tf.setBackend('cpu')
  },
}
