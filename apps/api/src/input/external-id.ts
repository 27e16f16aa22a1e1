import { requestError } from '../errors/request-error.ts'
import { parseKey, shorten } from '../ids.ts'
import { textFault } from './text.ts'

/** The longest external id that is stored. */
export const MAX_EXTERNAL_ID = 200

/** One row, by its key or by the caller's own id. */
export type Identity = { readonly id: number } | { readonly externalId: string }

/**
 * Read the two ways a caller can name an object: exactly one of them must be given.
 * @param names what the two arguments are called, for the error
 * @throws a top-level error with code BAD_USER_INPUT or INVALID_ID
 */
export function identityOf(
  type: 'Item' | 'User',
  id: string | null | undefined,
  externalId: string | null | undefined,
  names: readonly [string, string] = ['id', 'externalId'],
): Identity {
  const given = [id, externalId].filter((one) => one !== null && one !== undefined).length
  if (given !== 1) {
    throw requestError(
      'BAD_USER_INPUT',
      `Give exactly one of "${names[0]}" and "${names[1]}"; ${given === 0 ? 'none was' : 'both were'} given.`,
    )
  }
  if (typeof id === 'string') return { id: parseKey(type, id) }
  const fault = externalIdFault(externalId as string)
  if (fault) throw requestError('BAD_USER_INPUT', `"${names[1]}" ${fault}.`)
  return { externalId: externalId as string }
}

/** What is wrong with an external id to be stored, in words that follow its name; null where nothing is. */
export function externalIdFault(externalId: string): string | null {
  if (externalId.length === 0) return 'is empty'
  if (externalId.length > MAX_EXTERNAL_ID)
    return `is longer than ${MAX_EXTERNAL_ID} characters ("${shorten(externalId)}")`
  // control characters only ever come from a broken export
  return textFault(externalId) ?? (/\p{Cc}/u.test(externalId) ? 'holds a control character' : null)
}
