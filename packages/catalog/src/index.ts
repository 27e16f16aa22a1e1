export { createPool, createPrisma, databaseReachable, inTransaction } from './database/index.ts'
export { migrate } from './migrate/index.ts'
export { startPostgres, type PostgresServer, type StartPostgresOptions } from './postgres/index.ts'

export { checkVector, decodeVector, encodeVector, type VectorShape } from './features/index.ts'

export { INTERACTION_WEIGHTS, POSITIVE_RATING, TRAINING_WEIGHT_SQL } from './interactions/index.ts'
export {
  BadRowsError,
  describeBadRow,
  EVENT_TYPES,
  eventType,
  importFiles,
  planImport,
  previewRows,
  type BadRowReport,
  type ImportOptions,
  type ImportPlan,
  type ImportReport,
  type PlannedFile,
  type PlanOptions,
} from './import/index.ts'
export {
  catalogContents,
  catalogSize,
  copyInto,
  enterModality,
  isEmpty,
  loadFeatures,
  lockLoads,
  type CatalogContents,
  type CatalogSize,
  type ImportSummary,
  type LoadProgress,
  type OnProgress,
} from './load/index.ts'
export { snapshot } from './snapshot/index.ts'

export {
  claimTrainingRun,
  createQueue,
  failTrainingRun,
  heartbeat,
  listen,
  MODEL_CHANNEL,
  parseEpochs,
  parseMetrics,
  productionModel,
  promoteModelVersion,
  publishModelVersion,
  queueTraining,
  reclaimStaleRuns,
  releaseTrainingRun,
  TRAINING_CHANNEL,
  TRAINING_QUEUE,
  type Channel,
  type ClaimedRun,
  type EpochRecord,
  type Heartbeat,
  type Listener,
  type NewModelVersion,
  type Promotion,
  type PromotionRefusal,
  type PromotionResult,
  type Reclaimed,
  type ReclaimOptions,
  type StoredMetrics,
  type TrainingJob,
} from './registry/index.ts'
export { artifactStore, runFolders, type ArtifactStore, type RunFolders } from './artifacts/index.ts'
export { createApiKey, findApiKey, hasAdminKey, listApiKeys, revokeApiKey } from './keys/index.ts'

export { Prisma } from '../generated/prisma/client.ts'
export * from '../generated/prisma/enums.ts'
export type {
  ApiKey,
  Interaction,
  Item,
  ItemFeature,
  Modality,
  ModelVersion,
  PrismaClient,
  RecommendationLog,
  TrainingRun,
  User,
} from '../generated/prisma/client.ts'
