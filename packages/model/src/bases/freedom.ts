import type { UniformSource } from '../data/index.ts'
import { propagate, tf } from '../compute/index.ts'
import type { Csr } from '../linalg/index.ts'
import { bipartite, type Bipartite, lightGcn, sampleEdges } from '../graph/index.ts'
import {
  everyModality,
  pairedOf,
  type Base,
  type BaseInput,
  type Batch,
  type Forward,
  type ForwardMode,
  type Heard,
  type Speaker,
  type BaseDescriptor,
} from './base.ts'
import { GRAPH_SPACE } from './descriptor.ts'
import {
  FeatureMaps,
  idsOf,
  type Leaves,
  pairsLoss,
  type Parameter,
  penalty,
  presenceOf,
  type Rows,
  xavier,
} from '../nn/index.ts'
import { BlendedItemGraph, speakersOf } from './modality-graphs.ts'

/**
 * FREEDOM (Zhou and Shen, MM 2023): a frozen graph S of similar items, and a graph of interactions that is pruned anew
 * each epoch.
 *
 *     [U; I] = LightGCN([P; Q]),  h = S Q,  s(u, i) = <U_u, I_i + h_i>
 *     L = BPR(s) + w sum_m BPR(<U_u, z_m(i)>)
 *
 * The features speak through S, and through U, which the second sum pulls towards what they say. A modality that is not
 * heard has its edges removed from S, the others keeping their weight (docs/decisions/0048).
 */
export class Freedom implements Base {
  readonly reach = 'catalog'
  readonly codes = 'pairs'
  readonly width: number
  readonly projects: FeatureMaps
  readonly speaks: readonly Speaker[]
  readonly #input: BaseInput
  readonly #similar: BlendedItemGraph
  readonly #whole: Bipartite
  #pruned: Bipartite
  readonly #p: Parameter // [users, width]
  readonly #q: Parameter // [items, width]

  constructor(input: BaseInput) {
    const { users, items, train, parameters, random, config } = input
    const { embeddingSize: width, learningRate } = config
    this.width = width
    this.#input = input
    this.#similar = new BlendedItemGraph(input, 'binary')
    this.speaks = speakersOf(this.#similar.graphs)
    this.#whole = bipartite(train, items)
    this.#pruned = this.#whole
    this.#p = parameters.add('p', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#q = parameters.add('q', 'items', [items, width], xavier(items, width, random), learningRate)
    this.projects = new FeatureMaps(input, width)
  }

  beginEpoch(random: UniformSource): void {
    const { train, items, config } = this.#input
    const kept: Csr = sampleEdges(train, items, 1 - config.edgeDropout, random)
    this.#pruned = bipartite(kept, items)
  }

  forward(
    _rows: Rows,
    leafOf: Leaves,
    z: readonly tf.Tensor2D[],
    mode: ForwardMode,
    heard: Heard = everyModality,
  ): Forward {
    const [p, q] = [leafOf(this.#p), leafOf(this.#q)]
    const graph = mode === 'train' ? this.#pruned : this.#whole
    const { users, items } = lightGcn(graph, { users: p, items: q }, this.#input.config.layers)
    const similar = propagate(this.#similar.of(heard), q) // [items, width]
    return {
      terms: [{ role: 'collaborative', user: users, item: tf.add(items, similar) }],
      losses: (batch) => this.#losses(batch, { p, q, users }, z),
    }
  }

  #losses(
    batch: Batch,
    { p, q, users }: Record<'p' | 'q' | 'users', tf.Tensor2D>,
    z: readonly tf.Tensor2D[],
  ): Record<string, tf.Scalar> {
    const { config, modalities } = this.#input
    const regularization = penalty(idsOf(batch, p, q, config.regularization))
    const { itemRows, positives, negatives } = pairedOf(batch)
    const pairs = { users: batch.users, positives, negatives }
    const modal = z.flatMap(
      (codes, m) => pairsLoss(users, codes, pairs, presenceOf(itemRows, modalities[m]!.present)) ?? [],
    )
    if (modal.length === 0 || config.auxiliaryWeight === 0) return { regularization }
    return { auxiliary: tf.mul(config.auxiliaryWeight, tf.addN(modal)) as tf.Scalar, regularization }
  }
}

export const freedom: BaseDescriptor = {
  summary: 'The graph of users and items beside a graph of similar items: ranks well where features are good.',
  reads: 'graphs',
  neighbourLists: 1,
  defaults: { layers: 2, regularization: 0, learningRate: 3e-3 },
  searchSpace: { ...GRAPH_SPACE, edgeDropout: { among: [0.5, 0.8, 0.9] }, auxiliaryWeight: [1e-4, 1e-1] },
  create: (input) => new Freedom(input),
}
