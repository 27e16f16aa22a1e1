export { loadDataset, saveDataset } from './artifact/dataset-file.ts'
export { load } from './artifact/load.ts'
export {
  fitReportSchema,
  metricsSchema,
  modelManifestSchema,
  type FitReport,
  type ModelManifest,
} from './artifact/manifest.ts'
export { save } from './artifact/save.ts'
export { DamagedFile } from './artifact/sections.ts'
export { blend } from './blend/blend.ts'
export { listBackends, selectBackend, type BackendChoice, type BackendReport } from './compute/index.ts'
export { SPLIT, type Dataset, type Interactions, type ModalityFeatures } from './data/dataset.ts'
export { fingerprint } from './data/fingerprint.ts'
export { readDataset } from './data/read-dataset.ts'
export { UserFacingError } from './errors.ts'
export type { Metrics } from './evaluate/metrics.ts'
export type { Explanation } from './explain/explanation.ts'
export { READINGS, type Reading } from './explain/reading.ts'
export { IdMap } from './serve/id-map.ts'
export { ItemMask } from './serve/item-mask.ts'
export {
  Recommender,
  type BatchOptions,
  type Ranked,
  type RankedBatch,
  type RecommendOptions,
} from './serve/recommender.ts'
export type { UserRows } from './serve/user-rows.ts'
export { CheckpointRefused, removeCheckpoint, type CheckpointOptions, type Resumed } from './train/checkpoint.ts'
export { fitConfigSchema, fitSettings, type FitConfig, type FitConfigInput } from './train/config.ts'
export { fit } from './train/fit.ts'
export { RECOMMENDERS, type RecommenderKind } from './train/recommenders.ts'
export type { FitOptions, FitProgress } from './train/progress.ts'
