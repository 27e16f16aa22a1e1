/** Where uniform draws come from. */
export interface UniformSource {
  /** Uniform in [0, 1). */
  uniform(): number
}

/**
 * A stream of numbers in [0, 1) that its seeds alone decide; one stream per purpose (seed, user, ...). For draws by the
 * thousand: splits, samples, worlds, demo shoppers, which all published figures rest on. Training draws by the billion, and
 * goes on from where it stood, with `nn/random.ts`: this one's period is 2^32.
 */
export function seededRandom(...seeds: readonly number[]): () => number {
  let state = 0x9e3779b9
  for (const seed of seeds) state = mix((state ^ (seed >>> 0)) + 0x9e3779b9)
  return () => {
    state = (state + 0x9e3779b9) | 0
    return mix(state) / 0x100000000
  }
}

/** Finalizer of MurmurHash3, 32 bits: every bit of the input moves every bit of the output. */
export function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Fisher-Yates, in place. */
export function shuffle<T extends Uint32Array | Int32Array>(values: T, random: () => number): T {
  for (let n = values.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1))
    const kept = values[n]
    values[n] = values[other]!
    values[other] = kept!
  }
  return values
}

/** A standard normal draw (Box-Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
