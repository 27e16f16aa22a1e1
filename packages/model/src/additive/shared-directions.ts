import { Matrix } from 'ml-matrix'
import { seededRandom, shuffle } from '../data/index.ts'
import type { Coordinates } from './coordinates.ts'
import { eigenOf, inverseOf } from './symmetric.ts'

/** Directions that modalities have in common, strongest first: generalized canonical correlation analysis (MAXVAR). */
export interface SharedDirections {
  /** Eigenvalues of the correlation matrix of all coordinates: 1 + canonical correlation for two modalities. */
  readonly strengths: Float64Array
  /** Directions whose strength no permutation of the items reaches. */
  readonly significant: number
  /** One direction a column, per modality. `[rank of the modality, directions]` each */
  readonly loadings: readonly Matrix[]
  /** Correlations of every two modalities' coordinates over the items that have both. */
  readonly correlations: readonly (readonly Matrix[])[]
}

const PERMUTATIONS = 12
/** A direction weaker than this is not worth calling shared, however many items confirm it. */
const LEAST_STRENGTH = 1.3
/** A modality has part in a direction where its share of the loading is at least this. */
const LEAST_SHARE = 0.1
/** Items that permutations are drawn on. */
const MOST_ITEMS = 5000

export function sharedDirections(coordinates: readonly Coordinates[]): SharedDirections {
  if (coordinates.length < 2)
    return {
      strengths: new Float64Array(0),
      significant: 0,
      loadings: coordinates.map(({ rank }) => new Matrix(rank, 0)),
      correlations: [],
    }
  const correlations = crossCorrelations(coordinates)
  const { values, vectors } = eigenOf(blockMatrix(coordinates, correlations))
  let ceiling = LEAST_STRENGTH
  if (coordinates.length > 1) {
    const random = seededRandom(17)
    const reached = Array.from({ length: PERMUTATIONS }, () => {
      const permuted = crossCorrelations(coordinates, random)
      return eigenOf(blockMatrix(coordinates, permuted)).values[0] ?? 0
    })
    // as far above the largest as the largest is above the least: a dozen permutations do not reach the tail
    ceiling = Math.max(ceiling, 2 * Math.max(...reached) - Math.min(...reached))
  }
  let significant = 0
  while (significant < values.length && values[significant]! > ceiling) significant++
  let row = 0
  const loadings = coordinates.map(({ rank }) => {
    const part = vectors.subMatrix(row, row + rank - 1, 0, values.length - 1)
    row += rank
    return part
  })
  return { strengths: values, significant, loadings, correlations }
}

/** The shared coordinates of items, and which modalities each direction is of. */
export interface SharedCoordinates {
  readonly rank: number
  /** `[items, rank]` */
  readonly values: Float64Array
  /** Loadings with the modalities left out that have no part in a direction. `[rank of the modality, rank]` each */
  readonly loadings: readonly Matrix[]
}

/**
 * Coordinates on the first `count` shared directions. A shared coordinate is a sum over modalities; of an item that lacks
 * some, it is expected given the others.
 */
export function shareCoordinates(
  coordinates: readonly Coordinates[],
  shared: SharedDirections,
  count: number,
): SharedCoordinates {
  const items = coordinates[0]!.present.length
  const loadings = shared.loadings.map((matrix) => new Matrix(matrix.rows, count))
  const values = new Float64Array(items * count)
  for (let c = 0; c < count; c++) {
    const vectors = shared.loadings.map((matrix) => matrix.getColumn(c))
    const shares = vectors.map((vector) => vector.reduce((sum, value) => sum + value * value, 0))
    const members = [...vectors.keys()].filter((m) => shares[m]! >= LEAST_SHARE)
    for (const m of members) loadings[m]!.setColumn(c, vectors[m]!)
    const sizes = members.map((m) => Math.sqrt(shares[m]!))
    const unit = members.map((m, n) => vectors[m]!.map((value) => value / sizes[n]!))
    const between = Matrix.zeros(members.length, members.length).apply(function (this: Matrix, a: number, b: number) {
      const [left, right] = [members[a], members[b]]
      this.set(a, b, a === b ? 1 : bilinear(unit[a]!, shared.correlations[left!]![right!]!, unit[b]!))
    })
    const coefficients = new Map<string, { readonly of: readonly number[]; readonly weights: readonly number[] }>()
    for (let item = 0; item < items; item++) {
      const owned = [...members.keys()].filter((n) => coordinates[members[n]!]!.present[item])
      if (owned.length === 0) continue
      const key = owned.join()
      let found = coefficients.get(key)
      if (!found) coefficients.set(key, (found = { of: owned, weights: expectedWeights(between, sizes, owned) }))
      let sum = 0
      found.of.forEach((n, at) => {
        const { rank, values: x } = coordinates[members[n]!]!
        for (let d = 0; d < rank; d++) sum += found.weights[at]! * unit[n]![d]! * x[item * rank + d]!
      })
      values[item * count + c] = sum
    }
  }
  return { rank: count, values, loadings }
}

/** E[s | t_P] for s = sum_m |v_m| t_m / sqrt(lambda), t having correlations R: cov(s, t_P) R_PP^-1. */
function expectedWeights(correlations: Matrix, sizes: readonly number[], owned: readonly number[]): number[] {
  const all = [...sizes.keys()]
  const lambda = all.reduce(
    (sum, a) => sum + all.reduce((s, b) => s + sizes[a]! * correlations.get(a, b) * sizes[b]!, 0),
    0,
  )
  const covariances = owned.map(
    (a) => all.reduce((sum, b) => sum + correlations.get(a, b) * sizes[b]!, 0) / Math.sqrt(lambda),
  )
  const among = new Matrix(owned.map((a) => owned.map((b) => correlations.get(a, b) * (a === b ? 1 + 1e-9 : 1))))
  return inverseOf(among).mmul(Matrix.columnVector(covariances)).to1DArray()
}

function bilinear(a: readonly number[], matrix: Matrix, b: readonly number[]): number {
  let sum = 0
  a.forEach((left, r) => b.forEach((right, c) => (sum += left * matrix.get(r, c) * right)))
  return sum
}

function crossCorrelations(coordinates: readonly Coordinates[], random?: () => number): Matrix[][] {
  return coordinates
    .map((a, m) =>
      coordinates.map((b, o) => (m === o ? Matrix.eye(a.rank) : m < o ? cross(a, b, random) : new Matrix(0, 0))),
    )
    .map((row, m, all) => row.map((matrix, o) => (o < m ? all[o]![m]!.transpose() : matrix)))
}

function cross(a: Coordinates, b: Coordinates, random?: () => number): Matrix {
  const both: number[] = []
  for (let item = 0; item < a.present.length; item++) if (a.present[item] && b.present[item]) both.push(item)
  const every = Math.ceil(both.length / MOST_ITEMS) || 1
  const items = random ? Int32Array.from(both.filter((_, n) => n % every === 0)) : Int32Array.from(both)
  const partners = random ? shuffle(items.slice(), random) : items
  const sums = new Matrix(a.rank, b.rank)
  const flat = new Float64Array(a.rank * b.rank)
  for (let n = 0; n < items.length; n++) {
    for (let d = 0; d < a.rank; d++) {
      const left = a.values[items[n]! * a.rank + d]! / items.length
      for (let e = 0; e < b.rank; e++) flat[d * b.rank + e]! += left * b.values[partners[n]! * b.rank + e]!
    }
  }
  for (let d = 0; d < a.rank; d++) for (let e = 0; e < b.rank; e++) sums.set(d, e, flat[d * b.rank + e]!)
  return sums
}

function blockMatrix(coordinates: readonly Coordinates[], blocks: readonly (readonly Matrix[])[]): Matrix {
  const starts = coordinates.map((_, m) => coordinates.slice(0, m).reduce((sum, { rank }) => sum + rank, 0))
  const size = coordinates.reduce((sum, { rank }) => sum + rank, 0)
  const whole = new Matrix(size, size)
  blocks.forEach((row, m) => row.forEach((block, o) => whole.setSubMatrix(block, starts[m]!, starts[o]!)))
  return whole
}
