export { createPrisma } from './database/client.ts'
export { createPool, inTransaction } from './database/pool.ts'
export { databaseReachable } from './database/reachable.ts'
export { migrate } from './migrate/migrate.ts'
export { startPostgres, type PostgresServer, type StartPostgresOptions } from './postgres/start.ts'

export { checkVector, decodeVector, encodeVector, type VectorShape } from './features/codec.ts'

export { INTERACTION_WEIGHTS } from './interactions/weights.ts'
export { isDemoShop, seedDemo, type SeedOptions } from './demo/seed.ts'
export { DEMO_SETTINGS } from './demo/settings.ts'
export { DEMO_DIR } from './demo/products.ts'
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
  isEmpty,
  type CatalogContents,
  type CatalogSize,
  type ImportSummary,
  type LoadProgress,
  type OnProgress,
} from './load/index.ts'
export { snapshot } from './snapshot/snapshot.ts'

export { MODEL_CHANNEL, TRAINING_CHANNEL, type Channel } from './registry/channels.ts'
export { listen, type Listener } from './registry/listen.ts'
export { promoteModelVersion, type Promotion, type PromotionRefusal, type PromotionResult } from './registry/promote.ts'
export { productionModel, publishModelVersion, type NewModelVersion } from './registry/publish.ts'
export { createQueue, TRAINING_QUEUE, type TrainingJob } from './registry/queue.ts'
export { reclaimStaleRuns, type Reclaimed, type ReclaimOptions } from './registry/reclaim.ts'
export {
  claimTrainingRun,
  failTrainingRun,
  heartbeat,
  queueTraining,
  type ClaimedRun,
  type Heartbeat,
} from './registry/runs.ts'
export { runFolders, type RunFolders } from './artifacts/run-folders.ts'
export { artifactStore, type ArtifactStore } from './artifacts/store.ts'
export { createApiKey, findApiKey, hasAdminKey, listApiKeys, revokeApiKey } from './keys/api-keys.ts'

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
