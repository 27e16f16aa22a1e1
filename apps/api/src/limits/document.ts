import { ApolloArmor } from '@escape.tech/graphql-armor'
import type { ParseOptions, ValidationRule } from 'graphql'

/** The largest request body: a full batch of interactions, or some 500 feature vectors of 512 values. */
export const BODY_LIMIT_BYTES = 4 * 1024 * 1024

const MAX_TOKENS = 1500
const MAX_DEPTH = 12
const MAX_ALIASES = 15
const MAX_DIRECTIVES = 5

/** graphql-js counts tokens itself, and stops reading at the limit; armor's counter would read the document twice. */
export const PARSE_OPTIONS: ParseOptions = { maxTokens: MAX_TOKENS }

/**
 * Rules that refuse documents built to exhaust the server, before anything runs. No alias is exempt (the default lets
 * any number of aliases of `__typename` through), and directives are held to five (a document of nothing but repeated
 * directives passes the default).
 */
export function documentRules(): ValidationRule[] {
  const { validationRules } = new ApolloArmor({
    maxAliases: { n: MAX_ALIASES, allowList: [] },
    maxDirectives: { n: MAX_DIRECTIVES },
    maxDepth: { n: MAX_DEPTH },
    // both are done elsewhere: costs by Pothos' estimate (cost.ts), tokens by the parser, suggestions by Apollo
    costLimit: { enabled: false },
    maxTokens: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  }).protect()
  return validationRules
}
