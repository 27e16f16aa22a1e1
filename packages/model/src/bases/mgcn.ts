import { distinct, tf, type Pairs } from '../compute/index.ts'
import { bipartite, lightGcn, type Bipartite, type Nodes } from '../graph/index.ts'
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
  type BaseDescriptor,
} from './base.ts'
import { GRAPH_SPACE } from './descriptor.ts'
import {
  contrast,
  FeatureMaps,
  idsOf,
  type Leaves,
  Linear,
  type Parameter,
  penalty,
  type Rows,
  xavier,
} from '../nn/index.ts'
import { modalityGraphs, speakersOf } from './modality-graphs.ts'
import { combineViews, ModalityViews, ViewAttention } from './modality-views.ts'

/**
 * MGCN (Yu et al., MM 2023): what interactions say of a node, C, and beside it what the modalities say, M_m.
 *
 *     C = LightGCN([P; Q]),  M_m = the modality's view of items and users (`ModalityViews`)
 *     common = sum_m a_m M_m,  specific_m = sigmoid(G_m C + b_m) * (M_m - common)
 *     side = (common + sum_m specific_m) / (M + 1),  s(u, i) = <C_u + side_u, C_i + side_i>
 *     L = BPR(s) + w (InfoNCE(side_i, C_i) + InfoNCE(side_u, C_u))
 *
 * A modality that is not heard leaves the sums; the shares a_m of the others stay as they are with it.
 */
export class Mgcn implements Base {
  readonly reach = 'catalog'
  readonly width: number
  readonly projects: FeatureMaps
  readonly speaks: readonly Speaker[]
  readonly #config: BaseInput['config']
  readonly #graph: Bipartite
  readonly #views: ModalityViews
  readonly #attention: ViewAttention
  readonly #gates: readonly Linear[]
  readonly #p: Parameter // [users, width]
  readonly #q: Parameter // [items, width]

  constructor(input: BaseInput) {
    const { users, items, train, parameters, random, config } = input
    const { embeddingSize: width, learningRate } = config
    this.width = width
    this.#config = config
    this.#graph = bipartite(train, items)
    this.#p = parameters.add('p', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#q = parameters.add('q', 'items', [items, width], xavier(items, width, random), learningRate)
    this.projects = new FeatureMaps(input, width)
    const graphs = modalityGraphs(input)
    this.speaks = speakersOf(graphs)
    this.#views = new ModalityViews(input, graphs, this.#graph)
    this.#attention = new ViewAttention(input, width)
    this.#gates = this.#views.names.map((name) => new Linear(input, `gate ${name}`, [width, width]))
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
    const content = pickNodes(lightGcn(this.#graph, { users: p, items: q }, this.#config.layers), nodes)
    const views = this.#views.of(q, z, leafOf).map((view) => pickNodes(view, nodes))
    const sideOf = (side: keyof Nodes, asked?: Int32Array) => this.#side(side, asked, content, views, heard, leafOf)
    const side = { users: sideOf('users', nodes?.userRows), items: sideOf('items', nodes?.itemRows) }
    const [user, item] = [tf.add(content.users, side.users), tf.add(content.items, side.items)] as tf.Tensor2D[]
    return {
      terms: [{ role: 'collaborative', user: user!, item: item!, pairs: nodes }],
      losses: (batch) => ({
        contrast: this.#contrast(pairedOf(batch), content, side),
        regularization: penalty(idsOf(batch, p, q, this.#config.regularization)),
      }),
    }
  }

  #side(
    side: keyof Nodes,
    rows: Int32Array | undefined,
    content: Nodes,
    views: readonly Nodes[],
    heard: Heard,
    leafOf: Leaves,
  ): tf.Tensor2D {
    const seen = {
      values: views.map((view) => view[side]),
      known: this.#views.known(side, rows),
      heard: this.#views.names.map(heard),
    }
    const gates = this.#gates.map((gate) => tf.sigmoid(gate.of(content[side], leafOf)))
    return combineViews(seen, this.#attention.common(seen, leafOf), gates)
  }

  #contrast(pairs: Pairs, content: Nodes, side: Nodes): tf.Scalar {
    // each node once: a second copy of it in the batch is no other node to be told from
    const [users, items] = [distinct(pairs.users).rows, distinct(pairs.positives).rows]
    const views = tf.add(contrast(side.items, content.items, items), contrast(side.users, content.users, users))
    return tf.mul(this.#config.contrastiveWeight, views)
  }
}

export const mgcn: BaseDescriptor = {
  summary: 'Interactions and modalities as separate views of shoppers and items, aligned by contrast.',
  reads: 'graphs',
  neighbourLists: 1,
  defaults: {
    layers: 3,
    regularization: 6.7e-5,
    featureRegularization: 0,
    learningRate: 9.2e-3,
    contrastiveWeight: 2.6e-3,
  },
  searchSpace: { ...GRAPH_SPACE, contrastiveWeight: [1e-3, 1e-1] },
  create: (input) => new Mgcn(input),
}
