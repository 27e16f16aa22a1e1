export { EXPERIMENTS } from './registry.ts'
export type {
  DataExperiment,
  Experiment,
  ExperimentInput,
  ExperimentSettings,
  Outcome,
  RecommenderName,
  Table,
  WorldExperiment,
} from './runner/index.ts'
export { describeMachine, type Machine } from './runner/index.ts'
export { Lab, type LabOptions, type LabProgress } from './runner/index.ts'
export { RunStore, type Measure, type Measured, type Run, type RunSpec } from './runner/index.ts'
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
