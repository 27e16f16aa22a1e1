import { requestError } from '../errors/index.ts'
import { shorten } from '../input/index.ts'

const KEY_FORMATS = {
  int32: /^(0|[1-9]\d{0,9})$/,
  int64: /^(0|[1-9]\d{0,18})$/,
  /** Milliseconds since the epoch. */
  time: /^(0|-?[1-9]\d{0,15})$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
} as const

const LARGEST = { int32: 2n ** 31n - 1n, int64: 2n ** 63n - 1n, time: 8_640_000_000_000_000n } as const
const MAX_CURSOR_LENGTH = 200

/** The keys that each list is ordered by. A cursor holds the keys of one entry. */
const LISTS = {
  items: ['int32'],
  users: ['int32'],
  modelVersions: ['int32'],
  trainingRuns: ['time', 'uuid'],
  interactions: ['time', 'int64'],
  recommendations: ['uuid', 'int32'],
} as const satisfies Record<string, readonly (keyof typeof KEY_FORMATS)[]>

export type CursorList = keyof typeof LISTS

type AsText<Parts extends readonly unknown[]> = { -readonly [Index in keyof Parts]: string }

/** The keys of one entry, as text. */
export type CursorKeys<List extends CursorList> = AsText<(typeof LISTS)[List]>

/** The opaque position of the entry with these keys. */
export function encodeCursor(list: CursorList, ...keys: readonly (string | number | bigint)[]): string {
  return Buffer.from([list, ...keys].join('/'), 'utf8').toString('base64url')
}

/** The keys in a cursor; null for a text that `encodeCursor` does not produce for this list, byte for byte. */
export function readCursor<List extends CursorList>(list: List, cursor: string): CursorKeys<List> | null {
  if (cursor.length > MAX_CURSOR_LENGTH) return null
  const [name, ...keys] = Buffer.from(cursor, 'base64url').toString('utf8').split('/')
  const formats: readonly (keyof typeof KEY_FORMATS)[] = LISTS[list]
  if (name !== list || keys.length !== formats.length || encodeCursor(list, ...keys) !== cursor) return null
  return formats.every((format, index) => isKey(format, keys[index] ?? '')) ? (keys as CursorKeys<List>) : null
}

/** The keys in a cursor. @throws a top-level error with code INVALID_CURSOR */
export function decodeCursor<List extends CursorList>(list: List, cursor: string): CursorKeys<List> {
  const keys = readCursor(list, cursor)
  if (!keys) throw requestError('INVALID_CURSOR', `"${shorten(cursor)}" is not a cursor of this list.`)
  return keys
}

function isKey(format: keyof typeof KEY_FORMATS, key: string): boolean {
  if (!KEY_FORMATS[format].test(key)) return false
  if (format === 'uuid') return true
  const value = BigInt(key)
  return value <= LARGEST[format] && value >= -LARGEST[format]
}
