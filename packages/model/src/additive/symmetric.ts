import { CholeskyDecomposition, EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix'

/** Eigenvalues of a symmetric matrix, largest first, and their vectors as columns. */
export interface Eigen {
  readonly values: Float64Array // [n]
  readonly vectors: Matrix // [n, n]
}

export function eigenOf(symmetric: Matrix): Eigen {
  const n = symmetric.rows
  if (n === 0) return { values: new Float64Array(0), vectors: new Matrix(0, 0) }
  const found = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true }) // ascending
  const vectors = new Matrix(n, n)
  for (let r = 0; r < n; r++) {
    for (let c = 0; c < n; c++) vectors.set(r, c, found.eigenvectorMatrix.get(r, n - 1 - c))
  }
  return { values: Float64Array.from(found.realEigenvalues).reverse(), vectors }
}

/**
 * L with L L^T = S for a positive semi-definite S; directions without variance get a variance of 1e-9 of the mean, so
 * that a covariance that a fit has emptied can still be factored.
 */
export function squareRoot(covariance: Matrix): Matrix {
  const n = covariance.rows
  const ridge = 1e-9 * Math.max(1e-9, covariance.trace() / Math.max(1, n))
  const lifted = covariance.clone()
  for (let r = 0; r < n; r++) {
    for (let c = 0; c < r; c++) lifted.set(c, r, lifted.get(r, c)) // the same to the last bit, as the solver asks for
    lifted.set(r, r, lifted.get(r, r) + ridge)
  }
  return new CholeskyDecomposition(lifted).lowerTriangularMatrix
}

export function inverseOf(matrix: Matrix): Matrix {
  return inverse(matrix)
}

/**
 * A^T diag(w) B of two tables of the same rows, or A^T B without weights.
 *
 * @param a `[rows, m]` @param b `[rows, k]` @param w `[rows]`
 * @returns `[m, k]`
 */
export function weightedCross(a: Float64Array, m: number, b: Float64Array, k: number, w?: ArrayLike<number>): Matrix {
  const rows = m > 0 ? a.length / m : 0
  const sums = new Float64Array(m * k)
  for (let row = 0; row < rows; row++) {
    const weight = w ? w[row]! : 1
    if (weight === 0) continue
    for (let i = 0; i < m; i++) {
      const scaled = weight * a[row * m + i]!
      if (scaled === 0) continue
      for (let j = 0, at = i * k, from = row * k; j < k; j++) sums[at + j]! += scaled * b[from + j]!
    }
  }
  return fromRows(sums, m, k)
}

/** X M for a table of many rows. @param x `[rows, m]` @param matrix `[m, k]` @returns `[rows, k]` */
export function timesMatrix(x: Float64Array, matrix: Matrix): Float64Array {
  const [m, k] = [matrix.rows, matrix.columns]
  const flat = toRows(matrix)
  const rows = m > 0 ? x.length / m : 0
  const out = new Float64Array(rows * k)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < m; i++) {
      const value = x[row * m + i]!
      if (value === 0) continue
      for (let j = 0, at = row * k, from = i * k; j < k; j++) out[at + j]! += value * flat[from + j]!
    }
  }
  return out
}

export function fromRows(values: Float64Array, rows: number, columns: number): Matrix {
  const matrix = new Matrix(rows, columns)
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) matrix.set(r, c, values[r * columns + c]!)
  return matrix
}

export function toRows(matrix: Matrix): Float64Array {
  const values = new Float64Array(matrix.rows * matrix.columns)
  for (let r = 0; r < matrix.rows; r++) {
    for (let c = 0; c < matrix.columns; c++) values[r * matrix.columns + c] = matrix.get(r, c)
  }
  return values
}
