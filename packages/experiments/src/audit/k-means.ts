/** Rows of numbers, row-major. */
export interface Points {
  readonly dimension: number
  readonly values: Float32Array // [rows, dimension]
}

const ROUNDS = 25

/**
 * Lloyd's k-means from centres drawn apart (k-means++, Arthur and Vassilvitskii, SODA 2007).
 *
 * @param random uniform in [0, 1)
 * @returns the cluster of each row, from 0; fewer than `k` clusters if rows are few or equal. `[rows]`
 */
export function kMeans({ dimension, values }: Points, k: number, random: () => number): Int32Array {
  const rows = values.length / dimension
  const clusters = new Int32Array(rows)
  const centres = drawCentres({ dimension, values }, k, random)
  const count = centres.length / dimension
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0
    for (let row = 0; row < rows; row++) {
      const nearest = nearestOf(centres, count, values, row, dimension)
      if (nearest !== clusters[row]) moved++
      clusters[row] = nearest
    }
    if (round > 0 && moved === 0) break
    const sizes = new Float64Array(count)
    const sums = new Float64Array(centres.length)
    for (let row = 0; row < rows; row++) {
      sizes[clusters[row]!]!++
      for (let d = 0; d < dimension; d++) sums[clusters[row]! * dimension + d]! += values[row * dimension + d]!
    }
    for (let n = 0; n < centres.length; n++) {
      const size = sizes[Math.floor(n / dimension)]!
      if (size > 0) centres[n] = sums[n]! / size // a centre that lost all its rows stays where it is
    }
  }
  return clusters
}

function drawCentres({ dimension, values }: Points, k: number, random: () => number): Float64Array {
  const rows = values.length / dimension
  const centres: number[] = []
  const distances = new Float64Array(rows).fill(Infinity)
  let row = Math.floor(random() * rows)
  while (centres.length < k * dimension && rows > 0) {
    for (let d = 0; d < dimension; d++) centres.push(values[row * dimension + d]!)
    let total = 0
    for (let other = 0; other < rows; other++) {
      distances[other] = Math.min(
        distances[other]!,
        distance(values, other * dimension, centres, centres.length - dimension, dimension),
      )
      total += distances[other]!
    }
    if (total === 0) break
    let left = random() * total
    row = distances.findIndex((value) => (left -= value) < 0)
    if (row < 0) row = rows - 1
  }
  return Float64Array.from(centres)
}

function nearestOf(centres: Float64Array, count: number, values: Float32Array, row: number, dimension: number): number {
  let [best, least] = [0, Infinity]
  for (let centre = 0; centre < count; centre++) {
    const far = distance(values, row * dimension, centres, centre * dimension, dimension)
    if (far < least) [best, least] = [centre, far]
  }
  return best
}

function distance(a: ArrayLike<number>, fromA: number, b: ArrayLike<number>, fromB: number, dimension: number): number {
  let sum = 0
  for (let d = 0; d < dimension; d++) sum += (a[fromA + d]! - b[fromB + d]!) ** 2
  return sum
}
