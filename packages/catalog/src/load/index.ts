// Bulk loads: binary COPY in and out, and what a load into the catalog is made of.
export { copyOut } from './binary-reader.ts'
export { catalogSize, isEmpty, type CatalogSize } from './contents.ts'
export { copyInto } from './copy.ts'
export { enterByExternalId, type EnteredRows, type NewRows } from './external-ids.ts'
export { enterModality, loadFeatures, type FeatureChunk } from './features.ts'
export { lockLoads } from './lock.ts'
export type { ImportSummary, LoadProgress, OnProgress } from './progress.ts'
