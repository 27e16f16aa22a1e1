/** The numeric settings of a run that a recommender may have values of its own for; `fitSettings` says what each means. */
export type TunableSetting =
  | 'learningRate'
  | 'regularization'
  | 'modalRegularization'
  | 'featureRegularization'
  | 'layers'
  | 'neighbours'
  | 'shrinkage'
  | 'graphWeight'
  | 'edgeDropout'
  | 'auxiliaryWeight'
  | 'contrastiveWeight'
  | 'pairContrastiveWeight'
  | 'bottleneckWeight'
  | 'redundancyWeight'
  | 'uniqueWeight'
  | 'jointWeight'

export type TunedSettings = Readonly<Partial<Record<TunableSetting, number>>>

/** The values a search tries: between two numbers on a logarithmic scale, or one of some. */
export type SearchRange = readonly [low: number, high: number] | { readonly among: readonly number[] }

export type SearchSpace = Readonly<Partial<Record<TunableSetting, SearchRange>>>

/** What people and other rooms need to know of a recommender before it is built. */
export interface RecommenderDescriptor {
  /** One sentence for people who choose a recommender. */
  readonly summary: string
  /** Settings that differ from the defaults of all (`fitSettings`). */
  readonly defaults: TunedSettings
  /** The settings that a search looks for. */
  readonly searchSpace: SearchSpace
}

/** Ranges that several bases share. */
export const ID_SPACE: SearchSpace = { learningRate: [5e-4, 1e-2], regularization: [1e-4, 1e-1] }
export const GRAPH_SPACE: SearchSpace = {
  learningRate: [5e-4, 1e-2],
  regularization: [1e-6, 1e-2],
  layers: { among: [1, 2, 3] },
}
