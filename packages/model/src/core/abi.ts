/**
 * What happens to an array of a kernel. `in` is read, `out` is written whole, `inout` is read and changed. `table` is read
 * and never changes, so an engine may keep a copy of it between calls. (`freezeTable` declares the same of any array.)
 */
export type Direction = 'in' | 'out' | 'inout' | 'table'

/** `Uint16Array` holds half precision. */
export type CoreArray = Float32Array | Int32Array | Uint16Array

/** A kernel of the core as TypeScript sees it: the other half of its `case` in `kernels/call.inc`. */
export interface Kernel {
  readonly name: string
  /** Its number in the enumeration of `kernels/call.inc`. */
  readonly number: number
  readonly arrays: readonly Direction[]
}

const byNumber = new Map<number, Kernel>()

/**
 * Declares a kernel, beside the operation that calls it. A test compares all declarations with the C++ side.
 * @throws Error if another kernel has the number
 */
export function kernel(name: string, number: number, arrays: readonly Direction[]): Kernel {
  const other = byNumber.get(number)
  if (other) throw new Error(`The kernels ${other.name} and ${name} have the same number, ${number}.`)
  const declared = { name, number, arrays }
  byNumber.set(number, declared)
  return declared
}

/** All kernels that the loaded modules declare. */
export function declaredKernels(): Kernel[] {
  return [...byNumber.values()]
}

/** One build of the kernels, loaded. */
export interface Engine {
  /** `core-native` or `core-wasm` */
  readonly name: string
  /** Instruction set and threads, for people. */
  readonly detail: string
  /** If true, kernels read and write arrays in place; else each call copies whole arrays in and out. */
  readonly inPlace: boolean
  /** Runs a kernel. The caller checks the lengths of arrays, and that row numbers lie inside their tables. */
  call(kernel: Kernel, scalars: readonly number[], ...arrays: (CoreArray | null)[]): void
}

const frozen = new WeakSet<object>()

/**
 * Declares that an array never changes, so that copies of it can be kept: by WebAssembly, which else copies it for each
 * call, and by `scoreTopK`, which quantizes it. Use it for the item vectors of a served model.
 */
export function freezeTable<T extends Float32Array | Int32Array>(values: T): T {
  frozen.add(values)
  return values
}

/** Whether `freezeTable` declared an array. */
export function isFrozen(values: object): boolean {
  return frozen.has(values)
}
