export type {
  DataExperiment,
  Experiment,
  ExperimentInput,
  ExperimentSettings,
  Outcome,
  RecommenderName,
  Table,
  SyntheticExperiment,
} from './experiment.ts'
export { describeMachine, type Machine } from './machine.ts'
export { RunCache } from './run-cache.ts'
export { type Measure, type Measured, pack, type Run, type RunSpec, unpack, usersOf, valuesOf } from './run.ts'
export { ExperimentRunner, type RunnerOptions, type RunnerProgress } from './runner.ts'
export { readSettings, settingsName } from './settings.ts'
export { writeOutcome } from './write.ts'
