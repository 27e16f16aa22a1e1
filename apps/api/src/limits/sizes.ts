import { ApolloArmor } from '@escape.tech/graphql-armor'
import type { ParseOptions, ValidationRule } from 'graphql'
import { requestError } from '../errors/index.ts'

/** The largest request body: a full batch of interactions, or some 500 feature vectors of 512 values. */
export const BODY_LIMIT_BYTES = 4 * 1024 * 1024
/** The most rows that a mutation takes at once. */
export const MAX_BATCH_ROWS = 1000
/** The most recent items of a visitor without an account. */
export const MAX_RECENT_ITEMS = 100
/** The longest page. */
export const MAX_FIRST = 100

/** @throws a top-level error with code BAD_USER_INPUT unless `first` is in 1..100 */
export function checkFirst(first: number): number {
  if (first >= 1 && first <= MAX_FIRST) return first
  throw requestError('BAD_USER_INPUT', `"first" must be between 1 and ${MAX_FIRST}; it was ${first}.`)
}

const MAX_TOKENS = 1500
const MAX_DEPTH = 12
const MAX_ALIASES = 15
const MAX_DIRECTIVES = 5

/** The parser of graphql-js stops at the token limit; armor's counter would read the document twice. */
export const PARSE_OPTIONS: ParseOptions = { maxTokens: MAX_TOKENS }

/**
 * Validation rules that reject documents built to exhaust the server, before anything runs.
 * No alias is exempt: the default of armor exempts aliases of `__typename`.
 * Its default for directives passes documents that only repeat directives, hence the limit of five.
 */
export function documentRules(): ValidationRule[] {
  const { validationRules } = new ApolloArmor({
    maxAliases: { n: MAX_ALIASES, allowList: [] },
    maxDirectives: { n: MAX_DIRECTIVES },
    maxDepth: { n: MAX_DEPTH },
    // limited elsewhere: cost in cost.ts, tokens by the parser, suggestions by Apollo
    costLimit: { enabled: false },
    maxTokens: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  }).protect()
  return validationRules
}
