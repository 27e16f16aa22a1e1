import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { isFrozen, type CoreArray, type Direction, type Engine, type Kernel } from './abi.ts'

/** What `wasm/module.cpp` and `wasm/heap.cpp` export. */
interface Exports {
  memory: { readonly buffer: ArrayBuffer }
  call(kernel: number, scalars: number, arrays: number): number
  allocate(floats: number): number
  release(pointer: number): void
}

/** The part of `globalThis.WebAssembly` used here; TypeScript declares it with the browser's library only. */
interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

/** The committed module; `build-wasm.mjs` makes it. */
export const WASM = fileURLToPath(new URL('core.wasm', import.meta.url))

const MAX_SCALARS = 16
const MAX_ARRAYS = 16
/** Larger tables are copied for each call and not kept, because the heap ends at 4 GiB. */
const LARGEST_KEPT = 1.5 * 2 ** 30

/**
 * Loads the WebAssembly build. Each call copies its arrays into the module's memory and back, which costs little beside
 * the computation. Copies of tables that never change (features, a served model's item vectors) stay until the array
 * itself is garbage-collected.
 */
export function loadWasmEngine(path = WASM): Engine {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi }
  // By default V8 starts with its quick compiler and optimizes in the background. A kernel that loops for a tenth of a
  // second stays in the quick code, so the first steps would run five times slower. V8 reads the flags when it compiles
  // the module (20 ms); then they are restored for other modules.
  setFlagsFromString('--no-liftoff')
  setFlagsFromString('--no-wasm-lazy-compilation')
  const module = new WebAssembly.Module(readFileSync(path))
  setFlagsFromString('--liftoff')
  setFlagsFromString('--wasm-lazy-compilation')
  return new WasmEngine(new WebAssembly.Instance(module).exports as Exports)
}

class WasmEngine implements Engine {
  readonly name = 'core-wasm'
  readonly detail = 'WebAssembly SIMD, 1 thread'
  readonly inPlace = false
  readonly #exports: Exports
  readonly #scalars: number
  readonly #arrays: number
  readonly #kept = new WeakMap<CoreArray, number>()
  readonly #collected = new FinalizationRegistry<number>((pointer) => this.#exports.release(pointer))

  constructor(exports: Exports) {
    this.#exports = exports
    this.#scalars = exports.allocate(MAX_SCALARS * 2)
    this.#arrays = exports.allocate(MAX_ARRAYS)
  }

  call(
    { name, number, arrays: directions }: Kernel,
    scalars: readonly number[],
    ...arrays: (CoreArray | null)[]
  ): void {
    const owned: number[] = []
    const pointers = arrays.map((array, i) => this.#copyIn(array, directions[i]!, owned))
    const { memory } = this.#exports // read after all allocations, because growth replaces the buffer
    new Float64Array(memory.buffer, this.#scalars, scalars.length).set(scalars)
    new Uint32Array(memory.buffer, this.#arrays, pointers.length).set(pointers)
    if (!this.#exports.call(number, this.#scalars, this.#arrays)) throw new Error(`no kernel ${name} in core.wasm`)
    arrays.forEach((array, i) => {
      if (array && (directions[i] === 'out' || directions[i] === 'inout')) array.set(this.#view(array, pointers[i]!))
    })
    for (const pointer of owned) this.#exports.release(pointer)
  }

  /** The pointer to the engine's copy of an array. Copies to be released after the call are added to `owned`. */
  #copyIn(array: CoreArray | null, direction: Direction, owned: number[]): number {
    if (array === null) return 0
    const unchanging = direction === 'table' || (direction === 'in' && isFrozen(array))
    const keep = unchanging && array.byteLength <= LARGEST_KEPT
    const kept = keep ? this.#kept.get(array) : undefined
    if (kept !== undefined) return kept
    const pointer = this.#exports.allocate(Math.ceil(array.byteLength / 4))
    if (direction !== 'out') this.#view(array, pointer).set(array)
    if (keep) {
      this.#kept.set(array, pointer)
      this.#collected.register(array, pointer)
    } else {
      owned.push(pointer)
    }
    return pointer
  }

  /** A view of the engine's copy of an array, valid until the next allocation. */
  #view(array: CoreArray, pointer: number): CoreArray {
    const { buffer } = this.#exports.memory
    if (array instanceof Float32Array) return new Float32Array(buffer, pointer, array.length)
    if (array instanceof Int32Array) return new Int32Array(buffer, pointer, array.length)
    return new Uint16Array(buffer, pointer, array.length)
  }
}
