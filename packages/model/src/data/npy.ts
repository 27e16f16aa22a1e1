import { fileError, UserFacingError } from '../errors.ts'
import { type FileHandle, open } from 'node:fs/promises'
import { encodeHalf, halfTable } from './float16.ts'

/** Number types read, by the `descr` of the header; little-endian. */
export const NPY_TYPES = { '<f2': 2, '<f4': 4, '<f8': 8, '<i4': 4 } as const
export type NpyType = keyof typeof NPY_TYPES

/** What an `.npy` file says of itself (NEP 1, versions 1 and 2). */
export interface NpyHeader {
  readonly type: NpyType
  readonly shape: readonly number[]
  /** Where the numbers start. */
  readonly offset: number
}

export const LONGEST_HEADER = 1 << 16

/**
 * Reads the header from the first bytes of a file (`LONGEST_HEADER` of them, or all there are).
 *
 * @throws UserFacingError naming `path` for anything but a C-ordered array of a known type
 */
export function readNpyHeader(path: string, bytes: Buffer): NpyHeader {
  const fail = (reason: string): never => {
    throw new UserFacingError(`${path}: ${reason}.`)
  }
  if (bytes.length < 10 || bytes.toString('latin1', 0, 6) !== '\x93NUMPY') return fail('it is not an .npy file')
  const version = bytes[6]
  if (version !== 1 && version !== 2) return fail(`.npy version ${version} is not supported, only 1 and 2`)
  const start = version === 1 ? 10 : 12
  const length = version === 1 ? bytes.readUInt16LE(8) : bytes.length < 12 ? 0 : bytes.readUInt32LE(8)
  if (start + length > bytes.length) return fail('the header is truncated or too long')
  const text = bytes.toString('latin1', start, start + length).trim()
  const field = (key: string, value: string) => new RegExp(`'${key}'\\s*:\\s*${value}\\s*[,}]`).exec(text)?.[1]
  const descr = field('descr', `'([^']*)'`)
  const order = field('fortran_order', '(True|False)')
  const shape = field('shape', '\\(([\\d\\s,]*)\\)')
  if (
    !text.startsWith('{') ||
    !text.endsWith('}') ||
    descr === undefined ||
    order === undefined ||
    shape === undefined
  ) {
    return fail('the header is not understood: it must name descr, fortran_order and shape')
  }
  if (!(descr in NPY_TYPES)) {
    const known = Object.keys(NPY_TYPES).join(', ')
    return fail(`numbers of type ${JSON.stringify(descr.slice(0, 20))} are not supported, only ${known}`)
  }
  if (order === 'True') return fail('the array is in Fortran order; save it in C order')
  const sizes = shape
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number)
  if (!sizes.every(Number.isSafeInteger) || !Number.isSafeInteger(8 * sizes.reduce((a, b) => a * b, 1))) {
    return fail('the shape is too large')
  }
  return { type: descr as NpyType, shape: sizes, offset: start + length }
}

/** Consecutive rows of a two-dimensional array. */
export interface NpyChunk {
  readonly firstRow: number
  readonly rows: number
  /** Row-major; integers are exact up to 2^24. `[rows, columns]` */
  readonly values: Float32Array
}

export interface NpyFile {
  readonly rows: number
  readonly columns: number
  readonly type: NpyType
  /** Streams the rows once, about a megabyte each; every value is finite. */
  chunks(): AsyncGenerator<NpyChunk, void, undefined>
}

const CHUNK_BYTES = 1 << 20

/**
 * Opens a two-dimensional `.npy` file (versions 1 and 2; float16, float32, float64 or int32; C order), checks its header
 * and that the file is exactly as long as the header says.
 *
 * @throws UserFacingError naming the file and the reason; a NaN, an infinity or a number beyond single precision: also
 * the row, counted from 0 as items are
 */
export async function readNpy(path: string): Promise<NpyFile> {
  const header = await withFile(path, (file) => checkedHeader(path, file))
  const [rows, columns] = header.shape
  return { rows: rows!, columns: columns!, type: header.type, chunks: () => streamRows(path, header) }
}

async function checkedHeader(path: string, file: FileHandle): Promise<NpyHeader> {
  const { size } = await file.stat()
  const first = Buffer.alloc(Math.min(size, LONGEST_HEADER))
  await readFully(path, file, first, 0)
  const header = readNpyHeader(path, first)
  const shape = `(${header.shape.join(', ')})`
  if (header.shape.length !== 2) {
    throw new UserFacingError(`${path}: the array has the shape ${shape}; it must have rows and columns.`)
  }
  const expected = header.offset + NPY_TYPES[header.type] * header.shape[0]! * header.shape[1]!
  if (size !== expected) {
    const reason = size < expected ? 'is truncated' : 'is too long'
    throw new UserFacingError(
      `${path}: the file ${reason}: ${size} bytes where the shape ${shape} of ${header.type} needs ${expected}.`,
    )
  }
  return header
}

async function* streamRows(path: string, header: NpyHeader): AsyncGenerator<NpyChunk, void, undefined> {
  const [rows, columns] = header.shape
  const rowBytes = columns! * NPY_TYPES[header.type]
  const rowsAtOnce = Math.max(1, Math.floor(CHUNK_BYTES / Math.max(1, rowBytes)))
  const file = await openFile(path)
  try {
    for (let firstRow = 0; firstRow < rows!; firstRow += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows! - firstRow)
      const bytes = Buffer.alloc(count * rowBytes) // a buffer of its own: aligned for every number type
      await readFully(path, file, bytes, header.offset + firstRow * rowBytes)
      const values = decode(bytes, header.type)
      const bad = firstNotFinite(values)
      if (bad >= 0) {
        const place = `row ${firstRow + Math.floor(bad / columns!)}, column ${bad % columns!}`
        throw new UserFacingError(`${path}: ${place} holds ${describe(bytes, header.type, bad)}.`)
      }
      yield { firstRow, rows: count, values }
    }
  } finally {
    await file.close()
  }
}

/** As `findIndex` with `Number.isFinite`, ten times faster: features come by the hundred million. */
function firstNotFinite(values: Float32Array): number {
  for (let n = 0; n < values.length; n++) if (!Number.isFinite(values[n])) return n
  return -1
}

function decode(bytes: Buffer, type: NpyType): Float32Array {
  const { buffer, byteOffset } = bytes
  const count = bytes.length / NPY_TYPES[type]
  switch (type) {
    case '<f4':
      return new Float32Array(buffer, byteOffset, count)
    case '<f8':
      return Float32Array.from(new Float64Array(buffer, byteOffset, count))
    case '<i4':
      return Float32Array.from(new Int32Array(buffer, byteOffset, count))
    case '<f2': {
      const table = halfTable()
      return Float32Array.from(new Uint16Array(buffer, byteOffset, count), (bits) => table[bits]!)
    }
  }
}

function describe(bytes: Buffer, type: NpyType, at: number): string {
  const value = type === '<f8' ? bytes.readDoubleLE(at * 8) : decode(bytes, type)[at]
  if (Number.isFinite(value)) return `${value}, too large for single precision`
  return Number.isNaN(value) ? 'NaN, not a number' : `${value}, which is not finite`
}

async function readFully(path: string, file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done)
    if (bytesRead === 0) throw new UserFacingError(`${path}: the file became shorter while it was read.`)
    done += bytesRead
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path)
  } catch (error) {
    throw fileError(path, error)
  }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openFile(path)
  try {
    return await use(file)
  } catch (error) {
    throw fileError(path, error)
  } finally {
    await file.close()
  }
}

/** The header of an `.npy` file of version 1, padded so that the numbers behind it are aligned. */
export function npyHeader(shape: readonly number[], type: NpyType): Buffer {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes}), }`
  const offset = Math.ceil((10 + dictionary.length + 1) / 64) * 64 // numbers start at a multiple of 64, as NumPy does
  const bytes = Buffer.alloc(offset, ' ', 'latin1')
  bytes.write('\x93NUMPY\x01\x00', 0, 'latin1')
  bytes.writeUInt16LE(offset - 10, 8)
  bytes.write(dictionary, 10, 'latin1')
  bytes.write('\n', offset - 1, 'latin1')
  return bytes
}

/** An `.npy` file of version 1 as bytes; values go to the nearest number of the type. */
export function encodeNpy(values: ArrayLike<number>, shape: readonly number[], type: NpyType = '<f4'): Buffer {
  const header = npyHeader(shape, type)
  const bytes = Buffer.alloc(header.length + values.length * NPY_TYPES[type])
  header.copy(bytes)
  for (let n = 0; n < values.length; n++) {
    const at = header.length + NPY_TYPES[type] * n
    if (type === '<f4') bytes.writeFloatLE(values[n]!, at)
    else if (type === '<f8') bytes.writeDoubleLE(values[n]!, at)
    else if (type === '<i4') bytes.writeInt32LE(values[n]!, at)
    else bytes.writeUInt16LE(encodeHalf(values[n]!), at)
  }
  return bytes
}
