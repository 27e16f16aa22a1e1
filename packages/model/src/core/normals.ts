import { hostEngine } from './engine-in-use.ts'

/** Two words of 32 bits: under each key lies another sequence of draws. */
export type NormalsKey = readonly [first: number, second: number]

/**
 * Fills an array with standard normal draws, by Box and Muller's transform of hashed counters: draw n of a key does not
 * depend on the draws before it, so they are made side by side. Runs on the compute core, whatever backend `tf` has,
 * or in plain TypeScript where that was asked for; the two differ by rounding.
 */
export function fillNormals(values: Float32Array, key: NormalsKey): Float32Array {
  const engine = hostEngine()
  if (engine) engine.call('normals', [values.length, ...key], values)
  else fillNormalsReference(values, key)
  return values
}

function fillNormalsReference(values: Float32Array, key: NormalsKey): void {
  const half = Math.ceil(values.length / 2)
  for (let n = 0; n < half; n++) {
    const [a, b] = [mixed(2 * n, key), mixed(2 * n + 1, key)]
    const radius = Math.sqrt(-2 * Math.log(((a >>> 8) + 1) / 2 ** 24)) // of 24 bits, never zero
    // an angle within an eighth of a turn of one of the four axes, from 30 and 2 bits
    const angle = (b << 2) * (Math.PI / 2 ** 33)
    const sides = [radius * Math.cos(angle), radius * Math.sin(angle)]
    const [first, second] = b & 0x40000000 ? sides.reverse() : sides
    values[n] = b < 0 ? -first! : first!
    if (half + n < values.length) values[half + n] = b < 0 ? -second! : second!
  }
}

/** 32 well-mixed bits of a counter under a key: twice the finalizer "lowbias32" (C. Wellons, hash-prospector, 2018). */
function mixed(counter: number, [first, second]: NormalsKey): number {
  return finalized(finalized(counter ^ first) ^ second)
}

function finalized(bits: number): number {
  const half = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad)
  const whole = Math.imul(half ^ (half >>> 15), 0x735a2d97)
  return whole ^ (whole >>> 15)
}
