import { kernel } from './abi.ts'
import { hostEngine } from './engine-in-use.ts'
import { GEMM } from './shared-kernels.ts'

const ROW_DOTS = kernel('rowDots', 23, ['in', 'in', 'in', 'out'])

/**
 * C = A B^T on the host's arrays, row-major, for work without tensors. It runs on the compute core, whatever backend `tf`
 * has; with the cpu backend it runs in plain TypeScript.
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
  if (engine) engine.call(GEMM, [m, n, k, 0, 1], a, b, c)
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
 * <row, table[rows[n]]> for each n: one vector against some rows of a table, on the host's arrays. It runs on a core that
 * reads arrays in place. Elsewhere it runs in plain TypeScript, because other cores would first copy the table. The two
 * differ by rounding.
 *
 * @param row `[d]`
 * @param table row-major, `[any, d]`
 * @param rows `[n]`
 * @param dots array for the result, so that a caller can reuse it. `[n or more]`
 * @returns `[n]`
 * @throws RangeError if a row is outside the table
 */
export function rowDots(
  row: Float32Array,
  table: Float32Array,
  rows: Int32Array,
  dots: Float32Array = new Float32Array(rows.length),
): Float32Array {
  const dimension = row.length
  for (const index of rows) {
    if (index < 0 || (index + 1) * dimension > table.length) {
      throw new RangeError(`row ${index} is outside a table of ${table.length / dimension} rows`)
    }
  }
  const engine = hostEngine()
  if (engine?.inPlace) engine.call(ROW_DOTS, [rows.length, dimension], row, table, rows, dots)
  else for (let n = 0; n < rows.length; n++) dots[n] = dot(row, table, rows[n]! * dimension)
  return dots
}

/**
 * <row, table[at ...]> in plain TypeScript: for one product this is faster than a call of the core. Four independent sums
 * do not wait for each other. Both arrays have one type, which compiles to less code.
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
