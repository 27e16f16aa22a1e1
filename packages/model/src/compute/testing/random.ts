import * as tf from '../tf.ts'

/** Standard normal draws from a seed, the same on every machine (mulberry32 and Box-Muller). */
export function normals(count: number, seed: number): Float32Array {
  const next = uniforms(seed)
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  )
}

/** A matrix of standard normal draws. */
export function matrix(rows: number, columns: number, seed: number): tf.Tensor2D {
  return tf.tensor2d(normals(rows * columns, seed), [rows, columns])
}

/** Indexes below `below`, with repeats. */
export function indexes(count: number, below: number, seed: number): Int32Array {
  const next = uniforms(seed)
  return Int32Array.from({ length: count }, () => Math.floor(next() * below))
}

/** A random order of 0..n-1. */
export function permutation(n: number, seed: number): Int32Array {
  const next = uniforms(seed)
  const order = Int32Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[order[i]!, order[j]!] = [order[j]!, order[i]!]
  }
  return order
}

/** Uniform draws in [0, 1). */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
