import { requestError } from '../errors/request-error.ts'
import { shorten } from '../ids.ts'

const PART = {
  int32: /^(0|[1-9]\d{0,9})$/,
  int64: /^(0|[1-9]\d{0,18})$/,
  /** Milliseconds since the epoch. */
  time: /^(0|-?[1-9]\d{0,15})$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
} as const

const LARGEST = { int32: 2n ** 31n - 1n, int64: 2n ** 63n - 1n, time: 8_640_000_000_000_000n } as const

/** The keys that each list is ordered by: a cursor holds those of one entry. */
const LISTS = {
  items: ['int32'],
  users: ['int32'],
  modelVersions: ['int32'],
  trainingRuns: ['time', 'uuid'],
  interactions: ['time', 'int64'],
  recommendations: ['uuid', 'int32'],
} as const satisfies Record<string, readonly (keyof typeof PART)[]>

export type CursorList = keyof typeof LISTS

/** The opaque position of the entry with these keys. */
export function encodeCursor(list: CursorList, ...keys: readonly (string | number | bigint)[]): string {
  return Buffer.from([list, ...keys].join('/'), 'utf8').toString('base64url')
}

/** The keys in a cursor; null for what `encodeCursor` would not have written for this list, byte for byte. */
export function readCursor(list: CursorList, cursor: string): string[] | null {
  if (cursor.length > 200) return null
  const [name, ...keys] = Buffer.from(cursor, 'base64url').toString('utf8').split('/')
  const parts = LISTS[list]
  if (name !== list || keys.length !== parts.length || encodeCursor(list, ...keys) !== cursor) return null
  return keys.every((key, index) => fits(parts[index], key)) ? keys : null
}

/** The keys in a cursor. @throws a top-level error with code INVALID_CURSOR */
export function decodeCursor(list: CursorList, cursor: string): string[] {
  const keys = readCursor(list, cursor)
  if (!keys) throw requestError('INVALID_CURSOR', `"${shorten(cursor)}" is not a cursor of this list.`)
  return keys
}

function fits(part: keyof typeof PART, key: string): boolean {
  if (!PART[part].test(key)) return false
  if (part === 'uuid') return true
  const value = BigInt(key)
  return value <= LARGEST[part] && value >= -LARGEST[part]
}
