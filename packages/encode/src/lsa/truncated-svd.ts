// The strongest right singular vectors of a sparse matrix A, by subspace iteration on A'A from a random start.
// Halko, Martinsson and Tropp, "Finding structure with randomness" (2011), algorithms 4.4 and 5.1.
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import type { SparseRows } from './terms.ts'

const OVERSAMPLING = 10
const ITERATIONS = 4
/** Directions whose squared length is below this part of the largest are rounding errors. */
const TOLERANCE = 1e-10

/** A dense matrix, row by row. */
interface Dense {
  width: number
  values: Float64Array
}

/**
 * The same input gives the same output. The event loop gets a turn between products.
 *
 * @returns components [columns, found], strongest first; `found` is less than `wanted` if the rank is
 * @throws the signal's reason if it aborts
 */
export async function truncatedSvd(
  a: SparseRows,
  columns: number,
  wanted: number,
  signal?: AbortSignal,
): Promise<{ components: Float32Array; found: number }> {
  let basis = randomSigns(columns, Math.min(columns, wanted + OVERSAMPLING))
  for (let i = 0; i < ITERATIONS; i++) {
    await turn(signal)
    const image = times(a, basis)
    await turn(signal)
    basis = orthonormal(transposedTimes(a, image, columns))
  }
  const { vectors, eigenvalues } = eigen(gram(times(a, basis)))
  const found = Math.min(wanted, eigenvalues.filter((value) => value > TOLERANCE * eigenvalues[0]!).length)
  return { components: Float32Array.from(multiply(basis, vectors, found).values), found }
}

/** Lets the rest of the process have a turn, and stops if the signal has aborted. */
export async function turn(signal?: AbortSignal): Promise<void> {
  await new Promise(setImmediate)
  signal?.throwIfAborted()
}

/** A random start of +1 and -1, the same every time (mulberry32). */
function randomSigns(rows: number, width: number): Dense {
  let state = 20260801
  const values = new Float64Array(rows * width)
  for (let i = 0; i < values.length; i++) {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    values[i] = (mixed ^ (mixed >>> 14)) & 1 ? 1 : -1
  }
  return { width, values }
}

/** A x, [rows, width] */
function times({ starts, columns, values }: SparseRows, x: Dense): Dense {
  const rows = starts.length - 1
  const result = new Float64Array(rows * x.width)
  for (let row = 0; row < rows; row++) {
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      const from = columns[entry]! * x.width
      for (let k = 0; k < x.width; k++) result[row * x.width + k]! += values[entry]! * x.values[from + k]!
    }
  }
  return { width: x.width, values: result }
}

/** A' y, [columns, width] */
function transposedTimes({ starts, columns, values }: SparseRows, y: Dense, height: number): Dense {
  const result = new Float64Array(height * y.width)
  for (let row = 0; row < starts.length - 1; row++) {
    for (let entry = starts[row]!; entry < starts[row + 1]!; entry++) {
      const to = columns[entry]! * y.width
      for (let k = 0; k < y.width; k++) result[to + k]! += values[entry]! * y.values[row * y.width + k]!
    }
  }
  return { width: y.width, values: result }
}

/** x'x, [width, width] */
function gram({ width, values }: Dense): Matrix {
  const sums = new Float64Array(width * width)
  for (let from = 0; from < values.length; from += width) {
    for (let i = 0; i < width; i++) {
      const value = values[from + i]!
      for (let j = i; j < width; j++) sums[i * width + j]! += value * values[from + j]!
    }
  }
  const upper = (i: number, j: number) => sums[Math.min(i, j) * width + Math.max(i, j)]!
  return new Matrix(Array.from({ length: width }, (_, i) => Array.from({ length: width }, (_, j) => upper(i, j))))
}

/** Eigenvectors as columns, largest eigenvalue first. */
function eigen(matrix: Matrix): { vectors: number[][]; eigenvalues: number[] } {
  const result = new EigenvalueDecomposition(matrix, { assumeSymmetric: true })
  const order = result.realEigenvalues
    .map((_, i) => i)
    .sort((a, b) => result.realEigenvalues[b]! - result.realEigenvalues[a]!)
  const vectors = result.eigenvectorMatrix.to2DArray().map((row) => order.map((i) => row[i]!))
  return { vectors, eigenvalues: order.map((i) => result.realEigenvalues[i]!) }
}

/** x m, of m's first `width` columns. */
function multiply(x: Dense, m: number[][], width: number): Dense {
  const rows = x.values.length / x.width
  const result = new Float64Array(rows * width)
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < x.width; j++) {
      const value = x.values[row * x.width + j]!
      for (let k = 0; k < width; k++) result[row * width + k]! += value * m[j]![k]!
    }
  }
  return { width, values: result }
}

/** A basis of the columns of x, by the eigenvectors of x'x; fewer columns than x if those depend on each other. */
function orthonormal(x: Dense): Dense {
  const { vectors, eigenvalues } = eigen(gram(x))
  const kept = eigenvalues.filter((value) => value > TOLERANCE * eigenvalues[0]!).length
  const scaled = vectors.map((row) => row.slice(0, kept).map((value, k) => value / Math.sqrt(eigenvalues[k]!)))
  return multiply(x, scaled, kept)
}
