import { halfTable, toHalves } from './float16.ts'

/** Feature vectors: numbers of single precision, or the bits of half-precision ones, which take half the memory. */
export type FeatureValues = Float32Array | Uint16Array

/** Rows of features: row r stands for `values[r] * scale[r]`. */
export interface FeatureRows {
  readonly dimension: number
  /** `[rows, dimension]` */
  readonly values: FeatureValues
  /** 1 throughout where absent. `[rows]` */
  readonly scale?: Float32Array
}

/** Copies one row in single precision. @param out `[dimension]` */
export function readFeatureRow({ values, dimension, scale }: FeatureRows, row: number, out: Float32Array): void {
  const start = row * dimension
  const factor = scale ? scale[row]! : 1
  if (values instanceof Float32Array) {
    for (let d = 0; d < dimension; d++) out[d] = values[start + d]! * factor
    return
  }
  const table = halfTable()
  for (let d = 0; d < dimension; d++) out[d] = table[values[start + d]!]! * factor
}

/**
 * Puts a row into a table of halves at the nearest numbers, with a power of two taken out that brings its largest number
 * between 2^14 and 2^15: rows of any unit fit then, and only numbers below 2^-28 of a row's largest lose more than their
 * eleventh binary digit. What was half precision already is kept exactly.
 *
 * @param row finite numbers `[dimension]`
 * @param at where the row starts in `halves`
 * @returns the factor that gives the row back
 */
export function writeHalfRow(row: Float32Array, halves: Uint16Array, at: number): number {
  let largest = 0
  for (let d = 0; d < row.length; d++) {
    const size = Math.abs(row[d]!)
    if (size > largest) largest = size
  }
  if (largest === 0) {
    halves.fill(0, at, at + row.length)
    return 1
  }
  // the factor itself must stay a normal number of single precision
  const exponent = Math.max(-126, floorLog2(largest) - LARGEST_EXPONENT)
  toHalves(row, 2 ** -exponent, halves, at)
  return 2 ** exponent
}

const LARGEST_EXPONENT = 14

function floorLog2(value: number): number {
  const rounded = Math.floor(Math.log2(value))
  // log2 may round up to a power of two just above the value
  return value < 2 ** rounded ? rounded - 1 : rounded
}

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
    const row = rows ? rows[n]! : n
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
  for (let d = 0; d < row.length; d++) squares += row[d]! ** 2
  const length = squares > 0 ? Math.sqrt(squares) : 1
  for (let d = 0; d < row.length; d++) row[d]! /= length
}
