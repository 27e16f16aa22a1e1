import { kernel } from './abi.ts'

// Kernels with several callers. Any other kernel is declared beside its only caller.

/** C = op(A) op(B). Scalars: m, n, k, and 1 or 0 for each operand that is transposed. */
export const GEMM = kernel('gemm', 0, ['in', 'in', 'out'])

/** Rows of a table. Scalars: number of rows, dimension. */
export const GATHER_ROWS = kernel('gatherRows', 3, ['in', 'in', 'out'])

/** One of `ELEMENTWISE_OPERATIONS`. Scalars: length, the operation's number, its factor. */
export const ELEMENTWISE = kernel('elementwise', 17, ['in', 'in', 'out'])

/** The operations of `ELEMENTWISE`, as in `kernels/elementwise.h`. */
export const ELEMENTWISE_OPERATIONS = {
  add: 0,
  subtract: 1,
  multiply: 2,
  scale: 3,
  step: 4,
  sigmoid: 5,
  tanh: 6,
} as const
