/**
 * The kernels by number, as in `kernels/call.h`, with what happens to each array. `in` is read, `out` is written
 * whole, `inout` is read and changed, `table` is read and may be kept between calls: it must never change.
 * (Any other array may be kept too once it was declared so with `freezeTable`.)
 */
export const KERNELS = {
  gemm: { number: 0, arrays: ['in', 'in', 'out'] },
  projectRows: { number: 1, arrays: ['table', 'table', 'in', 'in', 'in', 'out'] },
  projectRowsGradient: { number: 2, arrays: ['table', 'table', 'in', 'in', 'out', 'out'] },
  gatherRows: { number: 3, arrays: ['in', 'in', 'out'] },
  scatterAdd: { number: 4, arrays: ['in', 'in', 'out'] },
  pairMargins: { number: 5, arrays: ['in', 'in', 'in', 'in', 'in', 'out'] },
  pairMarginsGradient: { number: 6, arrays: ['in', 'in', 'in', 'in', 'in', 'in', 'out', 'out'] },
  normalizeRows: { number: 7, arrays: ['in', 'out', 'out'] },
  normalizeRowsGradient: { number: 8, arrays: ['in', 'in', 'in', 'out'] },
  adam: { number: 9, arrays: ['in', 'in', 'inout', 'inout', 'inout'] },
  propagate: { number: 10, arrays: ['table', 'table', 'table', 'in', 'out'] },
  gaussianBottleneck: { number: 11, arrays: ['in', 'in', 'in', 'in', 'out', 'out', 'out'] },
  gaussianBottleneckGradient: { number: 12, arrays: ['in', 'in', 'in', 'in', 'in', 'out', 'out', 'out'] },
  normals: { number: 13, arrays: ['out'] },
  infoNce: { number: 14, arrays: ['in', 'in', 'out', 'out', 'out'] },
  mineBound: {
    number: 15,
    arrays: ['in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'out', 'out', 'out', 'out', 'out', 'out', 'out'],
  },
  topK: { number: 16, arrays: ['in', 'in', 'in', 'in', 'out', 'out', 'in'] },
  elementwise: { number: 17, arrays: ['in', 'in', 'out'] },
  weightedNorm: { number: 18, arrays: ['in', 'in', 'out'] },
  weightedNormGradient: { number: 19, arrays: ['in', 'in', 'out'] },
  narrowTopK: { number: 20, arrays: ['in', 'in', 'in', 'in', 'out', 'out', 'in', 'table', 'table', 'table'] },
  propagateMean: {
    number: 21,
    arrays: ['table', 'table', 'table', 'table', 'table', 'table', 'in', 'in', 'out', 'out'],
  },
  addAll: { number: 22, arrays: ['in', 'in', 'in', 'in', 'out'] },
  rowDots: { number: 23, arrays: ['in', 'in', 'in', 'out'] },
} as const satisfies Record<string, { number: number; arrays: readonly Direction[] }>

/** What `elementwise` does with its arrays, as in `kernels/elementwise.h`. */
export const ELEMENTWISE = { add: 0, subtract: 1, multiply: 2, scale: 3, step: 4, sigmoid: 5, tanh: 6 } as const

export type Direction = 'in' | 'out' | 'inout' | 'table'
export type KernelName = keyof typeof KERNELS
/** `Uint16Array` holds half precision. */
export type CoreArray = Float32Array | Int32Array | Uint16Array

/** One build of the kernels, loaded. */
export interface Engine {
  /** `core-native` or `core-wasm` */
  readonly name: string
  /** Instruction set and threads, for people. */
  readonly detail: string
  /** Whether arrays are read and written where they lie; else each call copies them in and out, whole. */
  readonly inPlace: boolean
  /** Runs a kernel; the arrays' lengths are the caller's responsibility, as are row numbers inside their tables. */
  call(kernel: KernelName, scalars: readonly number[], ...arrays: (CoreArray | null)[]): void
}
