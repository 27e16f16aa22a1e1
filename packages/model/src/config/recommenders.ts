import { BASE_NAMES, MODAL_BASES, type BaseName } from '../bases/index.ts'
import { isReference, REFERENCE_NAMES, type ReferenceName } from '../baselines/index.ts'

/** A recommender that can be asked for by name. */
export interface RecommenderKind {
  readonly name: BaseName | ReferenceName
  /** What it is, in one sentence for whoever has to choose. */
  readonly summary: string
  /** Whether MRdIB can be attached to it: it projects modality features. */
  readonly carriesMrdib: boolean
  /** Whether it is worked out in closed form instead of being trained. */
  readonly isReference: boolean
}

const SUMMARIES: Readonly<Record<BaseName | ReferenceName, string>> = {
  bpr: 'Matrix factorization of who took what: ids alone, quick.',
  lightgcn: 'Ids spread over the graph of users and items; needs no features.',
  vbpr: "Ids, and each shopper's taste for what items look, read or sound like: says most about why.",
  mmgcn: 'A network of its own for what each modality says along the graph of users and items.',
  dualgnn: 'A taste for each modality, spread over the graph of users and items and among shoppers who took the same.',
  freedom: 'The graph of users and items beside one of similar items: ranks best where features are good.',
  mgcn: 'Who took what, and beside it what each modality says of a shopper and an item, told apart by contrast.',
  soil: 'As mgcn, with graphs that also join what the same shoppers are likely to be interested in.',
  popularity: 'The same list for everyone.',
  'item-knn': 'What those who took the same items took too.',
  ease: 'A linear model of every item on all others: strong without features, for up to some 20,000 items.',
}

/** Every recommender there is, bases first. */
export const RECOMMENDERS: readonly RecommenderKind[] = [...BASE_NAMES, ...REFERENCE_NAMES].map((name) => ({
  name,
  summary: SUMMARIES[name],
  carriesMrdib: MODAL_BASES.has(name),
  isReference: isReference(name),
}))
