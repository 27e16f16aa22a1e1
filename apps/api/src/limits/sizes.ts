import { requestError } from '../errors/request-error.ts'

/** The longest page. */
export const MAX_FIRST = 100

/** @throws a top-level error with code BAD_USER_INPUT unless `first` is in 1..100 */
export function checkFirst(first: number): number {
  if (first >= 1 && first <= MAX_FIRST) return first
  throw requestError('BAD_USER_INPUT', `"first" must be between 1 and ${MAX_FIRST}; it was ${first}.`)
}
