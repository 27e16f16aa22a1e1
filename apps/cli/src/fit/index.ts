export { metricsTable, nameOf } from './metrics-table.ts'
export { checkpointIn, epochLine, trainingProgress, type CheckpointedRun, type TrainingProgress } from './progress.ts'
export { featuresOption, settingsOf, type FitFlags, type Precision } from './settings.ts'
export { unreadInputs } from './unread-inputs.ts'
