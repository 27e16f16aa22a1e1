// Model versions and training runs: who may publish, promote, claim and reclaim, and how processes learn of it.
export { listen, MODEL_CHANNEL, TRAINING_CHANNEL, type Channel, type Listener } from './channels.ts'
export { parseEpochs, parseMetrics, type EpochRecord, type StoredMetrics } from './json-columns.ts'
export { promoteModelVersion, type Promotion, type PromotionRefusal, type PromotionResult } from './promote.ts'
export { productionModel, publishModelVersion, type NewModelVersion } from './publish.ts'
export { createQueue, TRAINING_QUEUE, type TrainingJob } from './queue.ts'
export { reclaimStaleRuns, type Reclaimed, type ReclaimOptions } from './reclaim.ts'
export {
  claimTrainingRun,
  failTrainingRun,
  heartbeat,
  queueTraining,
  releaseTrainingRun,
  type ClaimedRun,
  type Heartbeat,
} from './runs.ts'
