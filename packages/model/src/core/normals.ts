import { kernel } from './abi.ts'
import { hostEngine } from './engine-in-use.ts'

const NORMALS = kernel('normals', 13, ['out'])

/** Two words of 32 bits. Each key has its own sequence of draws. */
export type NormalsKey = readonly [first: number, second: number]

/**
 * Fills an array with standard normal draws, by the Box-Muller transform of hashed counters. Draw n of a key does not
 * depend on earlier draws, so draws can be computed in parallel. It runs on the compute core, whatever backend `tf` has;
 * with the cpu backend it runs in plain TypeScript. The two differ by rounding.
 */
export function fillNormals(values: Float32Array, key: NormalsKey): Float32Array {
  const engine = hostEngine()
  if (engine) engine.call(NORMALS, [values.length, ...key], values)
  else fillNormalsReference(values, key)
  return values
}

function fillNormalsReference(values: Float32Array, key: NormalsKey): void {
  const half = Math.ceil(values.length / 2)
  for (let n = 0; n < half; n++) {
    const [a, b] = [mixed(2 * n, key), mixed(2 * n + 1, key)]
    const radius = Math.sqrt(-2 * Math.log(((a >>> 8) + 1) / 2 ** 24)) // 24 bits, never log 0
    // 30 bits give an angle in a quarter turn, 2 bits the quarter
    const angle = (b << 2) * (Math.PI / 2 ** 33)
    const sides = [radius * Math.cos(angle), radius * Math.sin(angle)]
    const [first, second] = b & 0x40000000 ? sides.reverse() : sides
    values[n] = b < 0 ? -first! : first!
    if (half + n < values.length) values[half + n] = b < 0 ? -second! : second!
  }
}

/** Hashes a counter and a key to 32 bits: two rounds of the finalizer "lowbias32" (C. Wellons, hash-prospector, 2018). */
function mixed(counter: number, [first, second]: NormalsKey): number {
  return finalized(finalized(counter ^ first) ^ second)
}

function finalized(bits: number): number {
  const half = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  const whole = Math.imul(half ^ (half >>> 15), 0x735a2d97)
  return whole ^ (whole >>> 15)
}
