import { hostEngine } from './engine-in-use.ts'

/**
 * C = A B^T on the host's own arrays, row-major, for work that needs no tensors. Runs on the compute core, whatever
 * backend `tf` has, or in plain TypeScript where that was asked for.
 *
 * @param a `[m, k]`
 * @param b `[n, k]`
 * @returns `[m, n]`
 */
export function multiplyTransposed(a: Float32Array, b: Float32Array, m: number, n: number, k: number): Float32Array {
  if (a.length !== m * k || b.length !== n * k) {
    throw new RangeError(`multiply: ${a.length} and ${b.length} numbers are not [${m}, ${k}] and [${n}, ${k}]`)
  }
  const c = new Float32Array(m * n)
  const engine = hostEngine()
  if (engine) engine.call('gemm', [m, n, k, 0, 1], a, b, c)
  else multiplyReference(a, b, c, n, k)
  return c
}

function multiplyReference(a: Float32Array, b: Float32Array, c: Float32Array, n: number, k: number): void {
  for (let at = 0; at < c.length; at++) {
    const [row, column] = [Math.floor(at / n) * k, (at % n) * k]
    let sum = 0
    for (let d = 0; d < k; d++) sum += a[row + d]! * b[column + d]!
    c[at] = sum
  }
}

/**
 * <row, table[rows[n]]> for each n: one vector against some rows of a table, on the host's own arrays. Runs on the compute
 * core where it reads them in place (one with memory of its own would first copy the table), else in plain TypeScript; the
 * two differ by rounding.
 *
 * @param row `[d]`
 * @param table row-major, `[any, d]`
 * @param rows `[n]`
 * @param dots what is returned, for a caller that keeps it from one call to the next. `[n or more]`
 * @returns `[n]`
 * @throws RangeError where a row is outside the table
 */
export function rowDots(
  row: Float32Array,
  table: Float32Array,
  rows: Int32Array,
  dots: Float32Array = new Float32Array(rows.length),
): Float32Array {
  const dimension = row.length
  for (const place of rows) {
    if (place < 0 || (place + 1) * dimension > table.length) {
      throw new RangeError(`row ${place} is outside a table of ${table.length / dimension} rows`)
    }
  }
  const engine = hostEngine()
  if (engine?.inPlace) engine.call('rowDots', [rows.length, dimension], row, table, rows, dots)
  else for (let n = 0; n < rows.length; n++) dots[n] = dot(row, table, rows[n]! * dimension)
  return dots
}

/**
 * <row, table[at ...]> in plain TypeScript, which is done before a call of the core would begin. Four sums at once need not
 * wait for each other, and arrays of one type compile to less.
 */
export function dot(row: Float32Array, table: Float32Array, at = 0): number {
  const { length } = row
  let [a, b, c, e] = [0, 0, 0, 0]
  let d = 0
  for (; d + 4 <= length; d += 4) {
    a += row[d]! * table[at + d]!
    b += row[d + 1]! * table[at + d + 1]!
    c += row[d + 2]! * table[at + d + 2]!
    e += row[d + 3]! * table[at + d + 3]!
  }
  for (; d < length; d++) a += row[d]! * table[at + d]!
  return a + b + (c + e)
}
