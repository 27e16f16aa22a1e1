import { requestError } from '../errors/index.ts'

/** The largest request body: a full batch of interactions, or some 500 feature vectors of 512 values. */
export const BODY_LIMIT_BYTES = 4 * 1024 * 1024
/** The most rows that a mutation takes at once. */
export const MAX_BATCH_ROWS = 1000
/** The longest page. */
export const MAX_FIRST = 100

/** @throws a top-level error with code BAD_USER_INPUT unless `first` is in 1..100 */
export function checkFirst(first: number): number {
  if (first >= 1 && first <= MAX_FIRST) return first
  throw requestError('BAD_USER_INPUT', `"first" must be between 1 and ${MAX_FIRST}; it was ${first}.`)
}
