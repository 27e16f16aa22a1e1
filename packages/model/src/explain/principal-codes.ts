import { multiplyTransposed } from '../core/index.ts'
import { readFeatureRow, type FeatureRows } from '../data/index.ts'
import { transpose, type Table } from '../linalg/index.ts'

/** Width of a code: the number of principal directions. */
const WIDTH = 32
/** Items that directions are computed from, and rounds of the subspace iteration. */
const MOST_ITEMS = 4096
const ROUNDS = 8
/** Items projected at once. */
const CHUNK = 1024

/** A source of standard normal numbers. */
export interface NormalSource {
  normals(count: number): Float32Array
}

/**
 * Untrained codes of a modality: its features along their strongest principal directions. The directions come from
 * subspace iteration (Halko, Martinsson and Tropp, SIAM Review 2011) on a sample of the items.
 *
 * @param present 1 where the item has the modality; a code of zeros elsewhere `[items]`
 */
export function principalCodes(features: FeatureRows & { readonly present: Uint8Array }, random: NormalSource): Table {
  const { dimension, present } = features
  const known = Int32Array.from(present.keys()).filter((item) => present[item])
  const every = Math.max(1, Math.ceil(known.length / MOST_ITEMS))
  const sample = known.filter((_, n) => n % every === 0)
  const width = Math.max(1, Math.min(WIDTH, dimension, sample.length - 1))
  const x = rowsOf(features, sample) // [n, dimension]
  const mean = new Float64Array(dimension)
  for (let at = 0; at < x.length; at++) mean[at % dimension]! += x[at]! / sample.length
  for (let at = 0; at < x.length; at++) x[at]! -= mean[at % dimension]!
  const turned = transpose(x, sample.length, dimension) // [dimension, n]
  let directions = orthonormal(random.normals(width * dimension), dimension) // [width, dimension]
  for (let round = 0; round < ROUNDS; round++) {
    const scores = multiplyTransposed(directions, x, width, sample.length, dimension) // [width, n]
    directions = orthonormal(multiplyTransposed(scores, turned, width, dimension, sample.length), dimension)
  }
  const values = new Float32Array(present.length * width)
  for (let start = 0; start < known.length; start += CHUNK) {
    const items = known.subarray(start, start + CHUNK)
    const rows = rowsOf(features, items)
    for (let at = 0; at < rows.length; at++) rows[at]! -= mean[at % dimension]!
    const codes = multiplyTransposed(rows, directions, items.length, width, dimension) // [items, width]
    items.forEach((item, n) => values.set(codes.subarray(n * width, (n + 1) * width), item * width))
  }
  return { dimension: width, values }
}

function rowsOf(features: FeatureRows, items: Int32Array): Float32Array {
  const { dimension } = features
  const rows = new Float32Array(items.length * dimension)
  items.forEach((item, n) => readFeatureRow(features, item, rows.subarray(n * dimension, (n + 1) * dimension)))
  return rows
}

/** Makes rows orthonormal in turn (modified Gram-Schmidt). A row that depends on earlier ones becomes zero. */
function orthonormal(a: Float32Array, dimension: number): Float32Array {
  const rows = Array.from({ length: a.length / dimension }, (_, n) => a.subarray(n * dimension, (n + 1) * dimension))
  rows.forEach((row, n) => {
    const before = Math.sqrt(dot(row, row))
    for (const other of rows.slice(0, n)) {
      const along = dot(row, other)
      for (let d = 0; d < dimension; d++) row[d]! -= along * other[d]!
    }
    const left = Math.sqrt(dot(row, row))
    const factor = left > 1e-5 * before ? 1 / left : 0
    for (let d = 0; d < dimension; d++) row[d]! *= factor
  })
  return a
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!
  return sum
}
