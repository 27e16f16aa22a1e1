export {
  costError,
  costPlugin,
  EXPLANATION_COST,
  LIST_WEIGHT,
  operationCost,
  perEntry,
  STATEMENT_COST,
} from './cost.ts'
export {
  BODY_LIMIT_BYTES,
  checkFirst,
  documentRules,
  MAX_BATCH_ROWS,
  MAX_FIRST,
  MAX_RECENT_ITEMS,
  PARSE_OPTIONS,
} from './sizes.ts'
