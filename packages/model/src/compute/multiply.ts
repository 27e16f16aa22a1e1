import { hostEngine } from './core/engine-in-use.ts'

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
    for (let d = 0; d < k; d++) sum += a[row + d] * b[column + d]
    c[at] = sum
  }
}
