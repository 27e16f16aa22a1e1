import type { UniformSource } from '../data/index.ts'
import type { Csr } from '../linalg/index.ts'

/**
 * Glorot and Bengio's uniform initialization: variance 2 / (fanIn + fanOut).
 *
 * @returns `[rows, dimension]`, row-major
 */
export function xavier(rows: number, dimension: number, random: UniformSource): Float32Array {
  const bound = Math.sqrt(6 / (rows + dimension))
  return Float32Array.from({ length: rows * dimension }, () => (2 * random.uniform() - 1) * bound)
}

/**
 * The bias that BPR against uniform negatives would reach by itself, were there no other term: the log density ratio
 * log n_i, up to a constant. Starting there leaves the factors to learn what popularity does not say, instead of
 * growing it one small step at a time while they over-fit. The counts are smoothed by as much as the mean, which leaves
 * their order alone and a new item within a nat of an average one, so that its modalities can still lift it.
 */
export function logPopularity(train: Csr, items: number): Float32Array {
  const counts = new Float32Array(items)
  for (const item of train.indices) counts[item]!++
  const mean = train.indices.length / items
  return counts.map((count) => Math.log((count + mean) / (2 * mean)))
}
