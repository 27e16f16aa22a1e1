/** Where initial weights come from. */
export interface UniformSource {
  /** Uniform in [0, 1). */
  uniform(): number
}

/**
 * Glorot and Bengio's uniform initialization: variance 2 / (fanIn + fanOut).
 *
 * @returns `[rows, dimension]`, row-major
 */
export function xavier(rows: number, dimension: number, random: UniformSource): Float32Array {
  const bound = Math.sqrt(6 / (rows + dimension))
  return Float32Array.from({ length: rows * dimension }, () => (2 * random.uniform() - 1) * bound)
}
