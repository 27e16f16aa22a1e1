export {
  costError,
  costPlugin,
  EXPLANATION_COST,
  LIST_WEIGHT,
  operationCost,
  perEntry,
  STATEMENT_COST,
} from './cost.ts'
export { documentRules, PARSE_OPTIONS } from './document.ts'
export { BODY_LIMIT_BYTES, checkFirst, MAX_BATCH_ROWS, MAX_FIRST } from './sizes.ts'
