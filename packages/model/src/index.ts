export { DamagedFile, load, loadDataset, save, saveDataset } from './artifact/index.ts'
export { blend } from './blend/index.ts'
export { listBackends, selectBackend, type BackendChoice, type BackendReport } from './compute/index.ts'
export {
  fitConfigSchema,
  fitReportSchema,
  fitSettings,
  metricsSchema,
  modelManifestSchema,
  RECOMMENDERS,
  type FitConfig,
  type FitConfigInput,
  type FitReport,
  type ModelManifest,
  type RecommenderKind,
} from './config/index.ts'
export {
  fingerprint,
  readDataset,
  SPLIT,
  type Dataset,
  type Interactions,
  type ModalityFeatures,
} from './data/index.ts'
export { UserFacingError } from './errors.ts'
export { evaluateSplit, type EvaluateOptions, type Metrics } from './evaluate/index.ts'
export { EXPLANATION_MODES, type Explanation, type ExplanationMode } from './explain/index.ts'
export { ItemMask, type UserRows } from './factors/index.ts'
export {
  IdMap,
  Recommender,
  type BatchOptions,
  type Ranked,
  type RankedBatch,
  type RecommendOptions,
} from './serve/index.ts'
export {
  CheckpointRefused,
  fit,
  removeCheckpoint,
  type CheckpointOptions,
  type FitOptions,
  type FitProgress,
  type Resumed,
} from './train/index.ts'
