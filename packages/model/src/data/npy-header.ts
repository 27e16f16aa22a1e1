import { UserFacingError } from '../errors.ts'

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
