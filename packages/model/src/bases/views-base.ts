import { distinct, tf, type Pairs } from '../compute/index.ts'
import { type Bipartite, lightGcn, type Nodes } from '../graph/index.ts'
import { contrast, FeatureMaps, idsOf, type Leaves, type Parameter, penalty, type Rows, xavier } from '../nn/index.ts'
import {
  type Base,
  type BaseInput,
  type Batch,
  batchNodes,
  everyModality,
  type Forward,
  type ForwardMode,
  type Heard,
  pairedOf,
  pickNodes,
  type Speaker,
} from './base.ts'
import { speakersOf } from './modality-graphs.ts'
import { combineViews, type ModalityGraph, ModalityViews, ViewAttention } from './modality-views.ts'

/** The embeddings that MGCN and SOIL compare: of interactions, of modalities, and their sum, which scores. */
export interface Embeddings {
  readonly content: Nodes
  readonly side: Nodes
  readonly final: Nodes
}

/**
 * What MGCN and SOIL share. C comes from interactions and M_m from each modality, and the score adds both:
 *
 *     C = LightGCN([P; Q]),  common = sum_m a_m M_m
 *     side = (common + sum_m g_m * (M_m - common)) / (M + 1),  final = C + side,  s(u, i) = <final_u, final_i>
 *
 * The two differ in their graphs, their gates g_m and their contrastive losses.
 */
export abstract class ViewsBase implements Base {
  readonly reach = 'catalog'
  readonly width: number
  readonly projects: FeatureMaps
  readonly speaks: readonly Speaker[]
  protected readonly config: BaseInput['config']
  protected readonly views: ModalityViews
  readonly #attention: ViewAttention
  readonly #p: Parameter // [users, width]
  readonly #q: Parameter // [items, width]

  /**
   * @param graphs S_m of every modality
   * @param graph of users and items in training
   */
  constructor(
    input: BaseInput,
    graphs: readonly ModalityGraph[],
    protected readonly graph: Bipartite,
  ) {
    const { users, items, parameters, random, config } = input
    const { embeddingSize: width, learningRate } = config
    this.width = width
    this.config = config
    this.#p = parameters.add('p', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#q = parameters.add('q', 'items', [items, width], xavier(items, width, random), learningRate)
    this.projects = new FeatureMaps(input, width)
    this.speaks = speakersOf(graphs)
    this.views = new ModalityViews(input, graphs, graph)
    this.#attention = new ViewAttention(input, width)
  }

  forward(
    rows: Rows | Batch,
    leafOf: Leaves,
    z: readonly tf.Tensor2D[],
    _mode?: ForwardMode,
    heard: Heard = everyModality,
  ): Forward {
    const [p, q] = [leafOf(this.#p), leafOf(this.#q)]
    const nodes = batchNodes(rows)
    const graph = this.graphOf(heard)
    const content = pickNodes(lightGcn(graph, { users: p, items: q }, this.config.layers), nodes)
    const views = this.views.of(q, z, leafOf, graph.toUsers).map((view) => pickNodes(view, nodes))
    const sideOf = (side: keyof Nodes, asked?: Int32Array) => {
      const seen = {
        values: views.map((view) => view[side]),
        known: this.views.known(side, asked),
        heard: this.views.names.map(heard),
      }
      const gates = this.gatesOf(content[side], leafOf)
      return combineViews(seen, this.#attention.common(seen, leafOf), gates)
    }
    const side = { users: sideOf('users', nodes?.userRows), items: sideOf('items', nodes?.itemRows) }
    const final = { users: tf.add(content.users, side.users), items: tf.add(content.items, side.items) } as Nodes
    return {
      terms: [{ role: 'collaborative', user: final.users, item: final.items, pairs: nodes }],
      losses: (batch) => ({
        contrast: this.contrast(pairedOf(batch), { content, side, final }),
        regularization: penalty(idsOf(batch, p, q, this.config.regularization)),
      }),
    }
  }

  /** The graph of users and items without what modalities that are not heard add to it. */
  protected graphOf(_heard: Heard): Bipartite {
    return this.graph
  }

  /** g_m of each view. `[rows, width]`; undefined lets all of a view through */
  protected gatesOf(_content: tf.Tensor2D, _leafOf: Leaves): tf.Tensor2D[] | undefined {
    return undefined
  }

  /** w (InfoNCE(side_i, C_i) + InfoNCE(side_u, C_u)) */
  protected contrast(pairs: Pairs, { content, side }: Embeddings): tf.Scalar {
    // each node once: a second copy of it in the batch is no other node to be told from
    const [users, items] = [distinct(pairs.users).rows, distinct(pairs.positives).rows]
    const views = tf.add(contrast(side.items, content.items, items), contrast(side.users, content.users, users))
    return tf.mul(this.config.contrastiveWeight, views)
  }
}
