import { requestError } from '../errors/index.ts'
import { parseKey } from './global-id.ts'
import { shorten, textError } from './text.ts'

const MAX_EXTERNAL_ID = 200

/** One row, by its key or by the caller's own id. */
export type RowReference = { readonly id: number } | { readonly externalId: string }

/**
 * Read the two ways in which a caller can name an object. Exactly one of them must be given.
 * @param names of the two arguments, for the error message
 * @throws a top-level error with code BAD_USER_INPUT or INVALID_ID
 */
export function rowReference(
  type: 'Item' | 'User',
  id: string | null | undefined,
  externalId: string | null | undefined,
  names: readonly [string, string] = ['id', 'externalId'],
): RowReference {
  const hasId = typeof id === 'string'
  const hasExternalId = typeof externalId === 'string'
  if (hasId && !hasExternalId) return { id: parseKey(type, id) }
  if (hasExternalId && !hasId) {
    const error = externalIdError(externalId)
    if (error) throw requestError('BAD_USER_INPUT', `"${names[1]}" ${error}.`)
    return { externalId }
  }
  throw requestError(
    'BAD_USER_INPUT',
    `Give exactly one of "${names[0]}" and "${names[1]}"; ${hasId ? 'both were' : 'none was'} given.`,
  )
}

/**
 * Why a text cannot be stored as an external id, or null if it can.
 * @returns the end of a sentence that begins with the name of the field
 */
export function externalIdError(externalId: string): string | null {
  if (externalId.length === 0) return 'is empty'
  if (externalId.length > MAX_EXTERNAL_ID) {
    return `is longer than ${MAX_EXTERNAL_ID} characters ("${shorten(externalId)}")`
  }
  // a control character only comes from a broken export
  return textError(externalId) ?? (/\p{Cc}/u.test(externalId) ? 'contains a control character' : null)
}
