import { gatherRows, type Pairs, type tf } from '../compute/index.ts'
import type { Csr } from '../linalg/index.ts'
import type { ItemNeighbours, UniformSource } from '../data/index.ts'
import type { FeatureMaps, LayerInput, Leaves, Modality, Rows } from '../nn/index.ts'
import { UserFacingError } from '../errors.ts'
import type { Nodes } from '../graph/index.ts'
import type { RecommenderDescriptor, TunedSettings } from './descriptor.ts'

/** The settings of a run that concern its base; `fitConfigSchema` says what each means. */
export interface BaseConfig {
  readonly base: string
  readonly embeddingSize: number
  readonly learningRate: number
  readonly regularization: number
  readonly modalRegularization: number
  readonly layers: number
  readonly neighbours: number
  readonly edgeDropout: number
  readonly auxiliaryWeight: number
  readonly contrastiveWeight: number
  readonly pairContrastiveWeight: number
}

/** All that is known of a base before it is built, and how it is built. */
export interface BaseDescriptor extends RecommenderDescriptor {
  /**
   * What it reads of modalities: feature vectors, or at least graphs of similar items, which vectors give too. Null where
   * it reads neither, and so cannot carry MRdIB.
   */
  readonly reads: 'vectors' | 'graphs' | null
  /** True where its score has a term of the features themselves; other bases use features through graphs. */
  readonly hasModalScore?: boolean
  /** Length of the lists of nearest items it needs, in units of the setting `neighbours`; absent where it needs none. */
  readonly neighbourLists?: number
  /** What changes in `defaults` with MRdIB attached. */
  readonly mrdibDefaults?: TunedSettings
  create(input: BaseInput): Base
}

/** What a base is built from. It adds its weights to `parameters`. */
export interface BaseInput extends LayerInput {
  readonly users: number
  readonly items: number
  readonly modalities: readonly Modality[]
  /** Training pairs, for the bases that walk on the graph and for popularity. `[users, items]` */
  readonly train: Csr
  /** The neighbour graph of every modality, for bases that walk on similar items (`neighboursNeeded`). */
  readonly neighbours: readonly ItemNeighbours[]
  readonly config: BaseConfig
}

/** A pair of matrices whose row-wise dot product is a term of the score. */
export interface ScoreTerm {
  readonly role: 'collaborative' | 'modal'
  readonly user: tf.Tensor2D // [user rows, dimension]
  readonly item: tf.Tensor2D // [item rows, dimension]
  /** False for a joint decoder beside the score (model.md section 5); by default true. */
  readonly inScore?: boolean
  /** Where the term has only the rows that a batch needs: the batch's pairs as places among these. */
  readonly pairs?: Pairs
}

/** A batch: pairs as places among the rows that a step is about, distinct ones or all. */
export interface Batch extends Rows, Pairs {
  /** Where the step is about all rows: the same pairs as places among the distinct users and items that they are of. */
  readonly paired?: Batch
}

/** A batch with its pairs as places among the users and items that they are of, whatever else its step is about. */
export function pairedOf(batch: Batch): Batch {
  return batch.paired ?? batch
}

export interface Forward {
  /** The score is the sum of these terms; the modal ones, if any, together are f_vt, the joint decoder. */
  readonly terms: readonly ScoreTerm[]
  /** The base's own losses beside the ranking loss, weighted, by name. */
  losses(batch: Batch): Record<string, tf.Scalar>
}

/** Training sees a graph pruned for the epoch, say, where serving sees all of it. */
export type ForwardMode = 'train' | 'serve'

/** A modality that a score hears, and the items that it can speak of. */
export type Speaker = Pick<Modality, 'name' | 'present'>

/** Which modalities are heard, by name: what a score is without the others is what explanations are made of. */
export type Heard = (modality: string) => boolean

export const everyModality: Heard = () => true

/**
 * A base recommender. It says where its projected modality features are (`projects`) and how it scores given a
 * representation z_m of each modality (`forward`). Without MRdIB z_m *is* the projection; MRdIB puts its bottleneck
 * between the two and knows nothing else about the base.
 *
 * Training scores the batch's pairs with `terms`; evaluation and export read the same terms for all users and items.
 * So a base is written once, and serving needs to know factors only.
 */
export interface Base {
  /** `catalog`: propagates over the whole graph, so every step is about all users and items. */
  readonly reach: 'batch' | 'catalog'
  /** Width of a projected feature and of z_m. */
  readonly width: number
  /** The base's projections of modality features; absent where it reads none, and so cannot carry MRdIB. */
  readonly projects?: FeatureMaps
  /** `pairs`: its losses compare z and its score does not read it, so in training the codes of the pairs' items do. */
  readonly codes?: 'pairs'
  /**
   * Of a base that takes away by itself what is not heard, as z alone would not (it walks on graphs of similar items,
   * say): its modalities, and the items that each can speak of. To the others an unheard modality is a z of zeros.
   */
  readonly speaks?: readonly Speaker[]
  /** Called before each epoch of training, for what is drawn anew. */
  beginEpoch?(random: UniformSource): void
  /**
   * @param rows in training, the batch
   * @param z one a projected modality, zero (the prior's mean) where the item lacks it. `[item rows, width]`; in training,
   *   of a base with codes of pairs, `[paired item rows, width]`
   * @param heard by default all modalities are
   */
  forward(rows: Rows | Batch, leafOf: Leaves, z: readonly tf.Tensor2D[], mode: ForwardMode, heard?: Heard): Forward
}

/**
 * The modalities of a base that cannot do without feature vectors.
 *
 * @throws UserFacingError where the data has none
 */
export function featuresNeeded({ modalities, config }: BaseInput): readonly Modality[] {
  if (modalities.length === 0) {
    throw new UserFacingError(`The base ${config.base} reads feature vectors of items, and the data has none.`)
  }
  return modalities
}

/**
 * The users and items that a batch's pairs are about, of the many that a base which propagates has at hand: what
 * follows the last propagation is worth computing for these alone. Nothing where the rows are those of no batch, as in
 * serving: then all are asked for.
 */
export function batchNodes(rows: Rows | Batch): Batch | undefined {
  return 'positives' in rows ? pairedOf(rows) : undefined
}

/** The embeddings of a batch's nodes; all of them where there is no batch. */
export function pickNodes({ users, items }: Nodes, of: Rows | undefined): Nodes {
  return of ? { users: gatherRows(users, of.userRows), items: gatherRows(items, of.itemRows) } : { users, items }
}
