import { existsSync } from 'node:fs'
import { registerCoreBackend } from '../core/backend.ts'
import { ADDON, type Engine, loadNativeEngine, loadWasmEngine, useEngine } from '../../core/index.ts'
import { tf } from '../index.ts'

/** A build of the core that the tests run on; `load` throws where this machine has no such thing. */
export interface CoreBuild {
  readonly name: string
  readonly load: () => Engine
}

/** Every build of the core: each instruction set, one thread and several, and WebAssembly. */
export const CORE_BUILDS: readonly CoreBuild[] = [
  { name: 'core-native, avx512, 2 threads', load: () => loadNativeEngine({ isa: 'avx512', threads: 2 }) },
  { name: 'core-native, avx512, 1 thread', load: () => loadNativeEngine({ isa: 'avx512', threads: 1 }) },
  { name: 'core-native, avx2, 3 threads', load: () => loadNativeEngine({ isa: 'avx2', threads: 3 }) },
  { name: 'core-native, baseline, 2 threads', load: () => loadNativeEngine({ isa: 'baseline', threads: 2 }) },
  { name: 'core-wasm', load: () => loadWasmEngine() },
]

/** The builds that load here; the others are named on standard error, so that a skipped test is not a silent one. */
export function presentBuilds(): CoreBuild[] {
  if (!existsSync(ADDON)) console.warn('skipped: core-native, the addon is not built (node src/core/build.mjs)')
  return CORE_BUILDS.filter(({ name, load }) => {
    try {
      load()
      return true
    } catch (error) {
      console.warn(`skipped: ${name}: ${String(error)}`)
      return false
    }
  })
}

/** Makes a build the backend of `tf`. */
export async function useBuild({ load }: CoreBuild): Promise<void> {
  registerCoreBackend()
  useEngine(load())
  await tf.setBackend('core')
}
