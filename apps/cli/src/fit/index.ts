export { metricsTable, nameOf } from './metrics-table.ts'
export { checkpointIn, epochLine, trainingProgress, type CheckpointedRun, type TrainingProgress } from './progress.ts'
export {
  collect,
  featuresOption,
  positiveRatingOption,
  settingsOf,
  type FitFlags,
  type Precision,
  type Settings,
} from './settings.ts'
export { unreadInputs } from './unread-inputs.ts'
