import { endianness } from 'node:os'
import { UserFacingError } from '@trifold/model/errors'
import type { Normalization } from '../../generated/prisma/client.ts'

const FLOAT_BYTES = 4
const swapped = endianness() === 'BE'

/** A vector as stored: little-endian float32, one after the other. `[dimension]` -> `4 * dimension` bytes */
export function encodeVector(values: Float32Array): Buffer {
  const bytes = Buffer.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)) // a copy
  return swapped ? bytes.swap32() : bytes
}

/**
 * The vector in stored bytes.
 *
 * @throws Error when they are not `dimension` values: the row is damaged
 */
export function decodeVector(bytes: Uint8Array, dimension: number): Float32Array {
  const values = new Float32Array(dimension)
  decodeVectorInto(bytes, values, 0, dimension)
  return values
}

/** Writes a stored vector into row `row` of a `[rows, dimension]` matrix. */
export function decodeVectorInto(bytes: Uint8Array, matrix: Float32Array, row: number, dimension: number): void {
  if (bytes.length !== dimension * FLOAT_BYTES) {
    throw new Error(
      `a stored vector has ${bytes.length} bytes where ${dimension} values need ${dimension * FLOAT_BYTES}`,
    )
  }
  const target = new Uint8Array(matrix.buffer, matrix.byteOffset + row * dimension * FLOAT_BYTES, bytes.length)
  target.set(bytes)
  if (swapped) Buffer.from(target.buffer, target.byteOffset, target.length).swap32()
}

/** The conditions on the vectors of a modality. */
export interface VectorShape {
  readonly name: string
  readonly dimension: number
  readonly normalization?: Normalization
}

/**
 * Converts a caller's numbers to a vector as the catalog stores it: float32, divided by its length if the modality is
 * normalized.
 *
 * @throws UserFacingError when there are not `dimension` of them, or one is not a finite float32
 */
export function checkVector(values: ArrayLike<number>, { name, dimension, normalization }: VectorShape): Float32Array {
  if (values.length !== dimension) {
    throw new UserFacingError(`A vector of the modality "${name}" has ${dimension} values, not ${values.length}.`)
  }
  const vector = Float32Array.from(values)
  const bad = vector.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) {
    throw new UserFacingError(
      `Value ${bad} of a vector of the modality "${name}" is ${values[bad]}, not a finite float32.`,
    )
  }
  return normalization === 'L2' ? normalizeL2(vector) : vector
}

/** Divides a vector by its length, in place; one of zeros stays. */
function normalizeL2(vector: Float32Array): Float32Array {
  let squares = 0
  for (const value of vector) squares += value * value
  if (squares === 0) return vector
  const factor = 1 / Math.sqrt(squares)
  for (let d = 0; d < vector.length; d++) vector[d]! *= factor
  return vector
}
