import { everyRow } from './parameters.ts'
import { fillNormals } from '../core/index.ts'
import { mix, shuffle } from '../data/index.ts'

/**
 * The trainer's random numbers: xoshiro128** (Blackman and Vigna, 2021), period 2^128 - 1, seeded through splitmix32.
 * Every use (order of pairs, negatives, noise, initial weights) derives a stream of its own from the run's seed, so
 * that drawing more in one place moves nothing in another.
 */
export class Random {
  readonly #state = new Uint32Array(4)

  /** @param seeds the run's seed and what names the stream; equal seeds give equal streams */
  constructor(...seeds: readonly (number | string)[]) {
    let hash = 0x9e3779b9
    for (const seed of seeds) {
      const text = String(seed)
      for (let n = 0; n < text.length; n++) hash = splitmix(hash ^ text.charCodeAt(n))
      hash = splitmix(hash ^ 0xffff) // ends the part: ('ab', 'c') is another stream than ('a', 'bc')
    }
    for (let n = 0; n < 4; n++) this.#state[n] = hash = splitmix(hash)
    this.#state[0]! |= 1 // the one forbidden state is all zeros
  }

  /** Where the stream stands; a checkpoint keeps it. */
  state(): number[] {
    return [...this.#state]
  }

  /** Goes on from where the stream stood when `state` was called. */
  restore(state: readonly number[]): void {
    if (state.length !== 4 || state.every((word) => word === 0))
      throw new RangeError('this is not the state of a stream')
    this.#state.set(state)
  }

  /** 32 uniform bits. */
  bits(): number {
    const s = this.#state
    const product = Math.imul(s[1]!, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = s[1]! << 9
    s[2]! ^= s[0]!
    s[3]! ^= s[1]!
    s[1]! ^= s[2]!
    s[0]! ^= s[3]!
    s[2]! ^= shifted
    s[3] = (s[3]! << 11) | (s[3]! >>> 21)
    return result
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.bits() / 0x100000000
  }

  /** A whole number in [0, limit); its bias, below limit / 2^32, is far under what sampling noise shows. */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit)
  }

  /** Fisher-Yates, in place. */
  shuffle<T extends Uint32Array | Int32Array>(values: T): T {
    return shuffle(values, () => this.uniform())
  }

  /** The numbers 0 .. n-1 in a random order. */
  permutation(n: number): Int32Array {
    return this.shuffle(everyRow(n))
  }

  /** Standard normal draws, a sequence of their own for each call. @param values where they go, of that length */
  normals(count: number, values: Float32Array = new Float32Array(count)): Float32Array {
    return fillNormals(values, [this.bits(), this.bits()])
  }
}

const splitmix = (seed: number) => mix(seed + 0x9e3779b9)
