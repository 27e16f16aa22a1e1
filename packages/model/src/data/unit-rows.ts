import { readFeatureRow, type FeatureRows } from './feature-values.ts'

/** Rows of features, some of which may be missing. */
export interface MaybeMissingRows extends FeatureRows {
  /** 1 where the row is there; all are where absent. `[rows]` */
  readonly present?: Uint8Array
}

/**
 * The directions of feature rows: each divided by its length, in single precision. A row that is missing, or all zeros,
 * has no direction and comes out as zeros.
 *
 * @param rows which, in the order they are wanted; all where absent
 * @returns `[rows, dimension]`
 */
export function unitRows(features: MaybeMissingRows, rows?: ArrayLike<number>): Float32Array {
  const { dimension, values, present } = features
  const count = rows ? rows.length : values.length / dimension
  const directions = new Float32Array(count * dimension)
  for (let n = 0; n < count; n++) {
    const row = rows ? rows[n] : n
    if (present && !present[row]) continue
    const direction = directions.subarray(n * dimension, (n + 1) * dimension)
    readFeatureRow(features, row, direction)
    toUnitLength(direction)
  }
  return directions
}

/** Divides a row by its length, in place; zeros stay. @param row `[dimension]` */
export function toUnitLength(row: Float32Array): void {
  let squares = 0
  for (let d = 0; d < row.length; d++) squares += row[d] ** 2
  const length = squares > 0 ? Math.sqrt(squares) : 1
  for (let d = 0; d < row.length; d++) row[d] /= length
}
