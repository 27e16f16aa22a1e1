import { requestError } from './errors/request-error.ts'

const NODE_TYPES = ['Item', 'User', 'ModelVersion', 'TrainingRun'] as const

/** Types whose objects can be fetched by their global id. */
export type NodeType = (typeof NODE_TYPES)[number]

const INTEGER_KEY = /^[1-9]\d{0,9}$/
const UUID_KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const LARGEST_KEY = 2 ** 31 - 1

/** The opaque id a caller sees for the row `key` of `type`. */
export function encodeId(type: string, key: string | number | bigint): string {
  return Buffer.from(`${type}:${key}`, 'utf8').toString('base64url')
}

/** Undo `encodeId`; null for anything that `encodeId` would not have written, byte for byte. */
export function decodeId(id: string): { type: string; key: string } | null {
  if (id.length > 200) return null
  const match = /^([A-Za-z]+):(.+)$/s.exec(Buffer.from(id, 'base64url').toString('utf8'))
  if (!match || encodeId(match[1], match[2]) !== id) return null
  return { type: match[1], key: match[2] }
}

/** What is wrong with `id` as the id of a `type`, in one sentence; null where nothing is. */
export function idFault(type: NodeType, id: string): string | null {
  const parsed = decodeId(id)
  if (!parsed) return `"${shorten(id)}" is not an id of this API.`
  if (parsed.type !== type)
    return `This is the id of ${withArticle(parsed.type)}, where the id of ${withArticle(type)} is needed.`
  const fits = type === 'TrainingRun' ? UUID_KEY.test(parsed.key) : isIntegerKey(parsed.key)
  return fits ? null : `"${shorten(id)}" is not an id of this API.`
}

/** Row key of a global id, or null where `idFault` has something to say. */
export function tryParseKey(type: 'Item' | 'User' | 'ModelVersion', id: string): number | null {
  return idFault(type, id) === null ? Number(decodeId(id)!.key) : null
}

/** Row key of a global id. @throws a top-level error with code INVALID_ID, in the words of `idFault` */
export function parseKey(type: 'Item' | 'User' | 'ModelVersion', id: string): number {
  return Number(checkedKey(type, id))
}

/** As `parseKey`, for training runs, whose keys are UUIDs. */
export function parseUuid(type: 'TrainingRun', id: string): string {
  return checkedKey(type, id)
}

/** Type and key of any global id. @throws a top-level error with code INVALID_ID */
export function parseNodeId(id: string): { typename: NodeType; id: string } {
  const type = NODE_TYPES.find((one) => one === decodeId(id)?.type)
  if (!type) throw requestError('INVALID_ID', `"${shorten(id)}" is not an id of this API.`)
  return { typename: type, id: checkedKey(type, id) }
}

function checkedKey(type: NodeType, id: string): string {
  const fault = idFault(type, id)
  if (fault) throw requestError('INVALID_ID', fault)
  return decodeId(id)!.key
}

function isIntegerKey(key: string): boolean {
  return INTEGER_KEY.test(key) && Number(key) <= LARGEST_KEY
}

function withArticle(noun: string): string {
  return `${/^(Item|Interaction)$/.test(noun) ? 'an' : 'a'} ${shorten(noun)}`
}

/** Enough of a caller's text to recognize it by, never a page of it. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
