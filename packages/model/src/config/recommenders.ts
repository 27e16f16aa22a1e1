import { BASE_NAMES, BASES, carriesMrdib, type BaseName } from '../bases/index.ts'
import { BASELINE_NAMES, BASELINES, isBaseline, type BaselineName } from '../baselines/index.ts'

/** A recommender that can be trained by name. */
export interface RecommenderKind {
  readonly name: BaseName | BaselineName
  /** One sentence for people who choose. */
  readonly summary: string
  /** What it reads of modalities: feature vectors, or graphs of similar items, which vectors give too; null for neither. */
  readonly reads: 'vectors' | 'graphs' | null
  /** Whether MRdIB can be attached: it projects modality features. */
  readonly carriesMrdib: boolean
  /** Whether it is solved in closed form instead of being trained. */
  readonly isBaseline: boolean
}

/** Every recommender, bases first. */
export const RECOMMENDERS: readonly RecommenderKind[] = [...BASE_NAMES, ...BASELINE_NAMES].map((name) => ({
  name,
  summary: (isBaseline(name) ? BASELINES[name] : BASES[name]).summary,
  reads: isBaseline(name) ? null : BASES[name].reads,
  carriesMrdib: carriesMrdib(name),
  isBaseline: isBaseline(name),
}))
