import { requestError } from '../errors/index.ts'
import { shorten } from './text.ts'

const NODE_TYPES = ['Item', 'User', 'ModelVersion', 'TrainingRun'] as const

/** Types whose objects can be fetched by their global id. */
export type NodeType = (typeof NODE_TYPES)[number]

const INTEGER_KEY = /^[1-9]\d{0,9}$/
const UUID_KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const MAX_INTEGER_KEY = 2 ** 31 - 1
const MAX_ID_LENGTH = 200

/** The opaque id that callers see for the row `key` of `type`. */
export function encodeId(type: string, key: string | number | bigint): string {
  return Buffer.from(`${type}:${key}`, 'utf8').toString('base64url')
}

/** Undo `encodeId`; null for a text that `encodeId` does not produce, byte for byte. */
export function decodeId(id: string): { type: string; key: string } | null {
  if (id.length > MAX_ID_LENGTH) return null
  const [, type, key] = /^([A-Za-z]+):(.+)$/s.exec(Buffer.from(id, 'base64url').toString('utf8')) ?? []
  if (type === undefined || key === undefined || encodeId(type, key) !== id) return null
  return { type, key }
}

/** Why `id` is not the id of a `type`, as one sentence; null if it is one. */
export function globalIdError(type: NodeType, id: string): string | null {
  const read = readKey(type, id)
  return 'error' in read ? read.error : null
}

/** Row key of a global id. @throws a top-level error with code INVALID_ID, with the text of `globalIdError` */
export function parseKey(type: Exclude<NodeType, 'TrainingRun'>, id: string): number {
  return Number(checkedKey(type, id))
}

/** As `parseKey`, for training runs, whose keys are UUIDs. */
export function parseUuid(type: 'TrainingRun', id: string): string {
  return checkedKey(type, id)
}

/** Type and key of any global id. @throws a top-level error with code INVALID_ID */
export function parseNodeId(id: string): { typename: NodeType; id: string } {
  const type = NODE_TYPES.find((one) => one === decodeId(id)?.type)
  if (!type) throw requestError('INVALID_ID', notAnId(id))
  return { typename: type, id: checkedKey(type, id) }
}

function readKey(type: NodeType, id: string): { key: string } | { error: string } {
  const parsed = decodeId(id)
  if (!parsed) return { error: notAnId(id) }
  if (parsed.type !== type) {
    return { error: `This is the id of ${withArticle(parsed.type)}, where the id of ${withArticle(type)} is needed.` }
  }
  const isKey =
    type === 'TrainingRun'
      ? UUID_KEY.test(parsed.key)
      : INTEGER_KEY.test(parsed.key) && Number(parsed.key) <= MAX_INTEGER_KEY
  return isKey ? { key: parsed.key } : { error: notAnId(id) }
}

function checkedKey(type: NodeType, id: string): string {
  const read = readKey(type, id)
  if ('error' in read) throw requestError('INVALID_ID', read.error)
  return read.key
}

function notAnId(id: string): string {
  return `"${shorten(id)}" is not an id of this API.`
}

function withArticle(noun: string): string {
  return `${/^(Item|Interaction)$/.test(noun) ? 'an' : 'a'} ${shorten(noun)}`
}
