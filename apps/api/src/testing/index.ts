export { type Answer, type LogLine, post, type TestApi, testApi } from './api.ts'
export { COLD_ITEM, HIDDEN, LATECOMER, NEWCOMER } from './catalog.ts'
export { handMadeModel, numbersFrom } from './model.ts'
export { statementsOf } from './statements.ts'
