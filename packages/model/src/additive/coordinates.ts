import { Matrix, QrDecomposition } from 'ml-matrix'
import type { ModalityFeatures } from '../data/index.ts'
import { readFeatureRow } from '../data/index.ts'
import { normal, seededRandom } from '../data/index.ts'
import { eigenOf, timesMatrix, weightedCross } from './symmetric.ts'

/** A modality in few numbers an item: its principal components, scaled to variance 1. */
export interface Coordinates {
  readonly name: string
  readonly present: Uint8Array // [items]
  readonly rank: number
  /** Zeros where the item lacks the modality. `[items, rank]` */
  readonly values: Float64Array
  /** Variance of each component before scaling, largest first. `[rank]` */
  readonly variances: Float64Array
  /** Leading components that stand out of the noise. */
  readonly standingOut: number
}

/** Rows that the components are estimated from; all rows are projected. */
const SAMPLE = 20_000
/** Up to this width the covariance is decomposed whole; above, by subspace iteration. */
const WIDEST = 160
const OVERSAMPLE = 8
const PASSES = 6
/** A component stands out of the noise at this multiple of the largest variance that noise alone would have. */
const ABOVE_NOISE = 2
/** A component of less than this part of the largest variance is rounding. */
const NO_VARIANCE = 1e-6

/**
 * The leading principal components of a modality, and how many of them stand out of the noise.
 */
export function coordinatesOf(modality: ModalityFeatures, most: number): Coordinates {
  const { name, dimension } = modality
  const items = modality.values.length / dimension
  const row = new Float32Array(dimension)
  const present = modality.present.slice()
  const owners: number[] = []
  for (let item = 0; item < items; item++) if (present[item]) owners.push(item)
  const every = Math.max(1, Math.ceil(owners.length / SAMPLE))
  const sample = owners.filter((_, n) => n % every === 0)
  const mean = new Float64Array(dimension)
  for (const item of sample) {
    readFeatureRow(modality, item, row)
    for (let d = 0; d < dimension; d++) mean[d]! += row[d]! / sample.length
  }
  const centred = new Float64Array(sample.length * dimension)
  sample.forEach((item, n) => {
    readFeatureRow(modality, item, row)
    for (let d = 0; d < dimension; d++) centred[n * dimension + d] = row[d]! - mean[d]!
  })
  const { axes, variances } = principalAxes(centred, dimension, most)
  const rank = Math.min(most, variances.filter((variance) => variance > NO_VARIANCE * variances[0]!).length)
  const scaled = new Matrix(dimension, rank)
  for (let d = 0; d < dimension; d++) {
    for (let c = 0; c < rank; c++) scaled.set(d, c, axes.get(d, c) / Math.sqrt(variances[c]!))
  }
  const values = new Float64Array(items * rank)
  const one = new Float64Array(dimension)
  for (const item of owners) {
    readFeatureRow(modality, item, row)
    for (let d = 0; d < dimension; d++) one[d] = row[d]! - mean[d]!
    values.set(timesMatrix(one, scaled), item * rank)
  }
  const total = centred.reduce((sum, value) => sum + value * value, 0) / Math.max(1, sample.length)
  const standingOut = aboveNoise(variances.slice(0, rank), total, Math.min(dimension, sample.length - 1), sample.length)
  return { name, present, rank, values, variances: variances.slice(0, rank), standingOut }
}

/** Leading eigenvectors of the covariance of centred rows. @param rows `[n, dimension]` */
function principalAxes(rows: Float64Array, dimension: number, most: number) {
  const n = Math.max(1, rows.length / dimension)
  if (dimension <= WIDEST) {
    const { values, vectors } = eigenOf(weightedCross(rows, dimension, rows, dimension).div(n))
    return { axes: vectors, variances: values }
  }
  // randomized subspace iteration (Halko, Martinsson and Tropp 2011)
  const width = Math.min(dimension, most + OVERSAMPLE)
  const random = seededRandom(dimension, 11)
  let basis = new Matrix(dimension, width).apply(function (this: Matrix, r: number, c: number) {
    this.set(r, c, normal(random))
  })
  for (let pass = 0; pass < PASSES; pass++) {
    const scores = timesMatrix(rows, new QrDecomposition(basis).orthogonalMatrix) // [n, width]
    basis = weightedCross(rows, dimension, scores, width).div(n) // [dimension, width]
  }
  const orthogonal = new QrDecomposition(basis).orthogonalMatrix
  const scores = timesMatrix(rows, orthogonal)
  const { values, vectors } = eigenOf(weightedCross(scores, width, scores, width).div(n))
  return { axes: orthogonal.mmul(vectors), variances: values }
}

/**
 * The floor of the noise is the mean variance of all further components, or the median where there are none. Of noise
 * alone in `width` directions and n items, the largest variance would be floor (1 + sqrt(width / n))^2 (Marchenko and
 * Pastur 1967).
 */
function aboveNoise(variances: Float64Array, total: number, width: number, n: number): number {
  const left = variances.reduce((rest, variance) => rest - variance, total)
  const floor = width > variances.length ? left / (width - variances.length) : variances[variances.length >> 1]!
  const edge = ABOVE_NOISE * floor * (1 + Math.sqrt(width / n)) ** 2
  return variances.filter((variance) => variance > edge).length
}

/** The first components alone. */
export function leading({ rank, values, variances, ...rest }: Coordinates, count: number): Coordinates {
  const items = rest.present.length
  const kept = new Float64Array(items * count)
  for (let item = 0; item < items; item++) kept.set(values.subarray(item * rank, item * rank + count), item * count)
  return { ...rest, rank: count, values: kept, variances: variances.slice(0, count) }
}
