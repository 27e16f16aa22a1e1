import { setImmediate } from 'node:timers/promises'
import { multiplyTransposed } from '../core/index.ts'

/** A matrix whose pivots do not stay positive has no inverse of this kind. */
export class NotPositiveDefinite extends Error {}

export interface InvertOptions {
  /** Called with the share that is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
  /** Pivots swept at once. */
  readonly block?: number
}

/** Pivots swept at once: large enough for the products to run at full speed, small beside a matrix of thousands. */
const BLOCK = 256
/** Rows updated between two looks at the event loop. */
const SLAB = 1024

/**
 * Inverts a symmetric positive definite matrix in place by block sweeps (Beaton 1964; the symmetric Gauss-Jordan
 * elimination), which cost the n^3 multiply-adds of Cholesky's factor, its inverse and their product, but all of them
 * in one kind of update that is a matrix product on the compute core. For each block k of pivots, with W = A[:, k] and
 * D = A[k, k]^-1:
 *
 *     A <- A - W D W^T outside of k,   A[:, k] <- W D,   A[k, k] <- -D;
 *
 * once every block was swept, A holds -A^-1. Only the lower triangle is worked on and mirrored at the end. The small
 * inverses are taken in double precision; the rest is single, so that a relative error of about the condition number
 * times 1e-7 is left: a ridge such as EASE's keeps that far below what a ranking shows.
 *
 * @param matrix `[n, n]`; of it only the lower triangle is read
 * @throws NotPositiveDefinite where a pivot is not positive
 * @throws the signal's reason within a second of an abort; the matrix then holds nothing of use
 */
export async function invertInPlace(
  matrix: Float32Array,
  n: number,
  options: InvertOptions = {},
): Promise<Float32Array> {
  const { onProgress, signal, block = BLOCK } = options
  if (matrix.length !== n * n) throw new RangeError(`invert: ${matrix.length} numbers are not [${n}, ${n}]`)
  for (let first = 0; first < n; first += block) {
    const width = Math.min(block, n - first)
    const w = columnsOf(matrix, n, first, width) // [n, width], zeros in the pivots' own rows
    const d = invertSmall(pivotsOf(matrix, n, first, width), width) // [width, width]
    const wd = multiplyTransposed(w, d, n, width, width) // W D, for D is symmetric
    for (let from = 0; from < n; from += SLAB) {
      signal?.throwIfAborted()
      const to = Math.min(n, from + SLAB)
      const update = multiplyTransposed(
        wd.subarray(from * width, to * width),
        w.subarray(0, to * width),
        to - from,
        to,
        width,
      ) // [to - from, to]
      subtractLower(matrix, n, update, from, to)
      await setImmediate()
    }
    putBack(matrix, n, first, width, wd, d)
    onProgress?.((first + width) / n)
  }
  return mirrorNegated(matrix, n)
}

/** A[:, first .. first + width) of the symmetric matrix, its pivots' own rows left zero. `[n, width]` */
function columnsOf(matrix: Float32Array, n: number, first: number, width: number): Float32Array {
  const columns = new Float32Array(n * width)
  for (let c = 0; c < width; c++) {
    const row = (first + c) * n
    for (let r = 0; r < first; r++) columns[r * width + c] = matrix[row + r]! // above the pivots: mirrored
  }
  for (let r = first + width; r < n; r++) {
    columns.set(matrix.subarray(r * n + first, r * n + first + width), r * width)
  }
  return columns
}

/** A[k, k], both triangles. `[width, width]` */
function pivotsOf(matrix: Float32Array, n: number, first: number, width: number): Float64Array {
  const pivots = new Float64Array(width * width)
  for (let r = 0; r < width; r++) {
    for (let c = 0; c <= r; c++) {
      pivots[r * width + c] = pivots[c * width + r] = matrix[(first + r) * n + first + c]!
    }
  }
  return pivots
}

/** The same sweeps one pivot at a time, in double precision. */
function invertSmall(a: Float64Array, n: number): Float32Array {
  for (let k = 0; k < n; k++) {
    const pivot = a[k * n + k]!
    if (!(pivot > 0)) throw new NotPositiveDefinite('a pivot is not positive')
    for (let r = 0; r < n; r++) {
      if (r === k) continue
      const factor = a[r * n + k]! / pivot
      for (let c = 0; c < n; c++) if (c !== k) a[r * n + c]! -= factor * a[k * n + c]!
      a[r * n + k] = factor
    }
    for (let c = 0; c < n; c++) a[k * n + c] = c === k ? -1 / pivot : a[k * n + c]! / pivot
  }
  return Float32Array.from(a, (value) => -value)
}

/** The lower triangle of rows [from, to) less an update of as many rows. */
function subtractLower(matrix: Float32Array, n: number, update: Float32Array, from: number, to: number): void {
  for (let r = from; r < to; r++) {
    const row = r * n
    const at = (r - from) * to
    for (let c = 0; c <= r; c++) matrix[row + c]! -= update[at + c]!
  }
}

/** A[:, k] <- W D and A[k, k] <- -D, in the lower triangle. */
function putBack(
  matrix: Float32Array,
  n: number,
  first: number,
  width: number,
  wd: Float32Array,
  d: Float32Array,
): void {
  for (let c = 0; c < width; c++) {
    const row = (first + c) * n
    for (let r = 0; r < first; r++) matrix[row + r] = wd[r * width + c]!
    for (let k = 0; k <= c; k++) matrix[row + first + k] = -d[c * width + k]!
  }
  for (let r = first + width; r < n; r++) matrix.set(wd.subarray(r * width, (r + 1) * width), r * n + first)
}

function mirrorNegated(matrix: Float32Array, n: number): Float32Array {
  for (let r = 0; r < n; r++) {
    for (let c = 0; c <= r; c++) matrix[r * n + c] = matrix[c * n + r] = -matrix[r * n + c]!
  }
  return matrix
}
