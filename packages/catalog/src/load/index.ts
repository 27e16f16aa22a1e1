// Rows into tables, by the thousand.
export { catalogSize, isEmpty, type CatalogSize } from './contents.ts'
export { EventLoader, type EventInput } from './events.ts'
export { enterByExternalId } from './external-ids.ts'
export { enterModality, loadFeatures } from './features.ts'
export { lockLoads } from './lock.ts'
export { type ImportSummary, type LoadProgress, type OnProgress } from './progress.ts'
export { catalogContents, emptyCatalog, type CatalogContents } from './replace.ts'
export { upsertItems, upsertUsers, type Upserted } from './upsert.ts'
