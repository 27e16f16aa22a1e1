import { ablation } from './ablation.ts'
import { audit } from './audit.ts'
import { coldstart } from './coldstart.ts'
import { compare } from './compare.ts'
import type { Experiment } from './experiment.ts'
import { faithfulness } from './faithfulness.ts'
import { imbalance } from './imbalance.ts'
import { scale } from './scale.ts'
import { search } from './search.ts'
import { sensitivity } from './sensitivity.ts'
import { worlds } from './worlds.ts'

/** Every experiment that the command knows, in the order of its help. */
export const EXPERIMENTS: readonly Experiment[] = [
  compare,
  ablation,
  imbalance,
  sensitivity,
  coldstart,
  search,
  worlds,
  audit,
  faithfulness,
  scale,
]

export type {
  DataExperiment,
  Experiment,
  ExperimentInput,
  ExperimentSettings,
  Outcome,
  RecommenderName,
  Table,
  WorldExperiment,
} from './experiment.ts'
export { withFixedSplit } from './fixed-split.ts'
export { Lab, type LabOptions, type LabProgress } from './lab.ts'
export { describeMachine, type Machine } from './machine.ts'
export { RunStore } from './run-store.ts'
export type { Measure, Measured, Run, RunSpec } from './run.ts'
export { readSettings } from './settings.ts'
export { writeOutcome } from './write.ts'
