// Rows of each kind as the catalog keeps them.
export { eventReader } from './event-row.ts'
export { itemReader } from './item-row.ts'
export { userReader } from './user-row.ts'
