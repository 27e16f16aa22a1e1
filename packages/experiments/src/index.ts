export { EXPERIMENTS } from './registry.ts'
export type {
  DataExperiment,
  Experiment,
  ExperimentInput,
  ExperimentSettings,
  Outcome,
  RecommenderName,
  Table,
  SyntheticExperiment,
} from './runner/index.ts'
export { describeMachine, type Machine } from './runner/index.ts'
export { ExperimentRunner, type RunnerOptions, type RunnerProgress } from './runner/index.ts'
export { RunCache, type Measure, type Measured, type Run, type RunSpec } from './runner/index.ts'
export { readSettings, writeOutcome } from './runner/index.ts'
export { withFixedSplit } from './coldstart/index.ts'
export {
  createLargeWorld,
  createWorld,
  likes,
  WORLD_KINDS,
  type LargeWorldOptions,
  type Taste,
  type World,
  type WorldKind,
  type WorldOptions,
  type WorldTruth,
} from './worlds/index.ts'
