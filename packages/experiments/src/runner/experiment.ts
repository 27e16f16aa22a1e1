import type { Dataset, FitConfigInput } from '@trifold/model/internals'
import type { ExperimentRunner } from './runner.ts'

export type RecommenderName = NonNullable<FitConfigInput['base']>

/** The settings of an experiment. */
export interface ExperimentSettings {
  /** The base it is about; `compare` takes several. */
  readonly bases: readonly RecommenderName[]
  /** Each configuration is run once with each. */
  readonly seeds: readonly number[]
  /** Configurations that `search` tries for each recommender. */
  readonly trials: number
  /** Settings of a base alone and with MRdIB that differ from the defaults, e.g. as `search` found them. */
  configOf(base: RecommenderName, mrdib: boolean): FitConfigInput
}

/** A table of text: the first column names the row. */
export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Sentences below it. */
  readonly notes: readonly string[]
}

/** The result of an experiment, before it is written. */
export interface Outcome {
  readonly tables: readonly Table[]
  /** Text below the tables. */
  readonly sections?: readonly { readonly title: string; readonly text: string }[]
  /** SVG. */
  readonly plot: string
  /** The figures themselves, for other programs. */
  readonly data: unknown
  /** Files beside the usual three. The key follows the experiment's name and a dot. */
  readonly files?: Readonly<Record<string, string>>
}

export interface ExperimentInput {
  readonly settings: ExperimentSettings
  readonly runner: ExperimentRunner
}

interface ExperimentInfo {
  readonly name: string
  /** One sentence. */
  readonly summary: string
  /** What is varied, what is compared, and how to read it. */
  readonly help: string
  /** True if it makes one run of each configuration, with seed 1, whatever `--seeds` is. */
  readonly oneSeed?: true
}

/** An experiment takes a data set and settings, has runs made, and returns what they show. It has no other effect. */
export interface DataExperiment extends ExperimentInfo {
  readonly on: 'data'
  /** The recommenders if `--base` names none. */
  basesFor(dataset: Dataset): readonly RecommenderName[]
  run(input: ExperimentInput & { readonly dataset: Dataset }): Promise<Outcome>
}

/** An experiment on synthetic datasets, which it makes itself. */
export interface SyntheticExperiment extends ExperimentInfo {
  readonly on: 'synthetic'
  basesFor(): readonly RecommenderName[]
  run(input: ExperimentInput): Promise<Outcome>
}

export type Experiment = DataExperiment | SyntheticExperiment
