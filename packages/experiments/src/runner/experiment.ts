import type { Dataset, FitConfigInput } from '@trifold/model/internals'
import type { Lab } from './runner.ts'

export type RecommenderName = NonNullable<FitConfigInput['base']>

/** What the user asks of an experiment. */
export interface ExperimentSettings {
  /** The base it is about; `compare` takes several. */
  readonly bases: readonly RecommenderName[]
  /** Each configuration is run once with each. */
  readonly seeds: readonly number[]
  /** Configurations that `search` tries of each recommender. */
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

/** What an experiment came to, before it is written. */
export interface Outcome {
  readonly tables: readonly Table[]
  /** SVG. */
  readonly plot: string
  /** The figures themselves, for other programs. */
  readonly data: unknown
  /** Files beside the usual three, by what follows the experiment's name and a dot. */
  readonly files?: Readonly<Record<string, string>>
}

export interface ExperimentInput {
  readonly settings: ExperimentSettings
  readonly lab: Lab
}

interface About {
  readonly name: string
  /** One sentence. */
  readonly summary: string
  /** What is varied, what is compared, and how to read it. */
  readonly help: string
  /** True where it makes one run of each configuration, with seed 1, however many seeds are asked for. */
  readonly oneSeed?: true
}

/** An experiment takes a data set and settings, has runs made, and says what they show. It touches nothing else. */
export interface DataExperiment extends About {
  readonly on: 'data'
  /** The recommenders it is about where none are asked for. */
  basesFor(dataset: Dataset): readonly RecommenderName[]
  run(input: ExperimentInput & { readonly dataset: Dataset }): Promise<Outcome>
}

/** An experiment on data that it makes itself. */
export interface WorldExperiment extends About {
  readonly on: 'worlds'
  basesFor(): readonly RecommenderName[]
  run(input: ExperimentInput): Promise<Outcome>
}

export type Experiment = DataExperiment | WorldExperiment
