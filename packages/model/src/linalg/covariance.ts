import { multiplyTransposed } from '../core/index.ts'

/** Rows of numbers, row-major. */
export interface Table {
  readonly dimension: number
  readonly values: Float32Array // [rows, dimension]
}

/**
 * Mean of (x - mean x)(y - mean y)^T over the rows that count.
 *
 * @param among 1 for rows that count; all if absent
 * @returns `[x.dimension, y.dimension]`, row-major
 */
export function covariance(x: Table, y: Table, among?: Uint8Array): Float64Array {
  const rows = rowsOf(x, among)
  const [left, right] = [centred(x, rows), centred(y, rows)]
  const sums = multiplyTransposed(left, right, x.dimension, y.dimension, rows.length)
  return Float64Array.from(sums, (sum) => (rows.length > 0 ? sum / rows.length : 0))
}

/** Mean of x y^T over all rows. `[x.dimension, y.dimension]`, row-major */
export function meanProduct(x: Table, y: Table): Float64Array {
  const rows = x.values.length / x.dimension
  const [left, right] = [transpose(x.values, rows, x.dimension), transpose(y.values, rows, y.dimension)]
  return Float64Array.from(multiplyTransposed(left, right, x.dimension, y.dimension, rows), (sum) =>
    rows > 0 ? sum / rows : 0,
  )
}

/** The rows that count, less their mean. `[rows that count, dimension]` */
export function centredRows(table: Table, among?: Uint8Array): Table {
  const { dimension, values } = table
  const rows = rowsOf(table, among)
  const mean = new Float64Array(dimension)
  for (const row of rows) for (let d = 0; d < dimension; d++) mean[d]! += values[row * dimension + d]! / rows.length
  const kept = new Float32Array(rows.length * dimension)
  rows.forEach((row, n) => {
    for (let d = 0; d < dimension; d++) kept[n * dimension + d] = values[row * dimension + d]! - mean[d]!
  })
  return { dimension, values: kept }
}

/** v^T C v of every row v: the variance over items of what each user says, C being the items' covariance. `[rows]` */
export function variances({ dimension, values }: Table, c: Float64Array | Float32Array): Float64Array {
  const rows = values.length / dimension
  const single = c instanceof Float32Array ? c : Float32Array.from(c)
  const products = multiplyTransposed(values, single, rows, dimension, dimension) // C is symmetric
  const found = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let at = row * dimension; at < (row + 1) * dimension; at++) sum += values[at]! * products[at]!
    found[row] = Math.max(0, sum)
  }
  return found
}

function rowsOf({ dimension, values }: Table, among?: Uint8Array): Int32Array {
  const rows = new Int32Array(values.length / dimension)
  let count = 0
  for (let row = 0; row < rows.length; row++) if (!among || among[row]) rows[count++] = row
  return rows.subarray(0, count)
}

/** A row-major `[rows, columns]` as `[columns, rows]`. */
export function transpose<T extends Float32Array | Float64Array>(a: T, rows: number, columns: number): T {
  const turned = a.slice() as T
  for (let at = 0; at < a.length; at++) turned[at] = a[(at % rows) * columns + Math.floor(at / rows)]!
  return turned
}

/** The rows less their mean, turned round, so that sums over rows run along memory. `[dimension, rows]` */
function centred({ dimension, values }: Table, rows: Int32Array): Float32Array {
  const turned = new Float32Array(dimension * rows.length)
  for (let d = 0; d < dimension; d++) {
    let sum = 0
    for (let n = 0; n < rows.length; n++) sum += values[rows[n]! * dimension + d]!
    const mean = sum / rows.length
    for (let n = 0; n < rows.length; n++) turned[d * rows.length + n] = values[rows[n]! * dimension + d]! - mean
  }
  return turned
}

/**
 * The lower triangle L of a symmetric positive definite matrix, A = L L^T (Cholesky).
 *
 * @param a `[n, n]`, row-major
 * @throws RangeError where it is not positive definite
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!
      if (i !== j) l[i * n + j] = sum / l[j * n + j]!
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum)
      else throw new RangeError('The matrix is not positive definite')
    }
  }
  return l
}

/** x of L L^T x = b, in the place of b. @param l as `cholesky` gives it. `[n, n]` */
export function solveInPlace(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= l[i * n + k]! * b[k]!
    b[i] = sum / l[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!
    for (let k = i + 1; k < n; k++) sum -= l[k * n + i]! * b[k]!
    b[i] = sum / l[i * n + i]!
  }
  return b
}

/**
 * The inverse of a symmetric positive definite matrix.
 *
 * @param a `[n, n]`, row-major
 * @throws RangeError where it is not positive definite
 */
export function invert(a: Float64Array, n: number): Float64Array {
  const l = cholesky(a, n)
  const inverse = new Float64Array(n * n)
  const column = new Float64Array(n)
  for (let c = 0; c < n; c++) {
    column.fill(0)
    column[c] = 1
    solveInPlace(l, n, column)
    for (let i = 0; i < n; i++) inverse[i * n + c] = column[i]!
  }
  return inverse
}

/** The mean row. `[dimension]` */
export function meanRow({ dimension, values }: Table): Float64Array {
  const mean = new Float64Array(dimension)
  const rows = values.length / dimension
  for (let at = 0; at < values.length; at++) mean[at % dimension]! += values[at]!
  return mean.map((sum) => sum / Math.max(1, rows))
}
