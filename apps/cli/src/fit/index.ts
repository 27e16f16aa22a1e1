export { metricsTable } from './metrics-table.ts'
export { checkpointIn, epochLine, trainingProgress, type CheckpointedRun, type TrainingProgress } from './progress.ts'
export { featuresOption, positiveRatingOption, settingsOf, type FitFlags, type Precision } from './settings.ts'
