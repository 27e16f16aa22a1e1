import type { Engine } from '../../core/abi.ts'

let engine: Engine | null = null

/** The build of the kernels that the `core` backend runs on. */
export function engineInUse(): Engine {
  if (!engine) throw new Error('the core backend runs only after selectBackend has loaded a build of its kernels')
  return engine
}

/** Changes the build; tensors stay valid, for they live in JavaScript's memory. */
export function useEngine(next: Engine): void {
  engine = next
}
