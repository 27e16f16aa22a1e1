import { distinct, tf, type Pairs } from '../compute/index.ts'
import {
  bipartite,
  type Bipartite,
  interestGraphs,
  itemGraph,
  lightGcn,
  type Nodes,
  secondOrderEdges,
  truncateNeighbours,
  weightedSum,
  withItemsSide,
} from '../graph/index.ts'
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
import { contrast, FeatureMaps, idsOf, type Leaves, type Parameter, penalty, type Rows, xavier } from '../nn/index.ts'
import { knownNeighbours, speakersOf } from './modality-graphs.ts'
import { combineViews, ModalityViews, ViewAttention } from './modality-views.ts'

/** Where features are at hand, interests are looked for among this many times the neighbours of an item. */
export const REACH = 10

/** Share of the second-order edges beside those of interactions. */
const SECOND_ORDER = 0.5

/**
 * SOIL (Su et al., MM 2024): MGCN on graphs that know second-order interests, with users told apart by their items.
 *
 *     A' = A + 1/2 (second-order edges),  S_m = norm(nearest items) + norm(interest graph)
 *     C = LightGCN([P; Q]) on A',  M_m = the modality's view of items and users (`ModalityViews`) on S_m and A'
 *     common = sum_m a_m M_m,  side = (common + sum_m (M_m - common)) / (M + 1)
 *     final = C + side,  s(u, i) = <final_u, final_i>
 *     L = BPR(s) + w (InfoNCE(side_i, C_i) + InfoNCE(side_u, C_u)) + w' (InfoNCE(final_u, C_i) + InfoNCE(final_u, side_i))
 *
 * Second-order edges are products over the modalities, and so what only all of them say together: where one is not heard,
 * they are removed.
 */
export class Soil implements Base {
  readonly reach = 'catalog'
  readonly width: number
  readonly projects: FeatureMaps
  readonly speaks: readonly Speaker[]
  readonly #config: BaseInput['config']
  readonly #graph: Bipartite
  /** Without the second-order edges. */
  readonly #taken: Bipartite
  readonly #views: ModalityViews
  readonly #attention: ViewAttention
  readonly #p: Parameter // [users, width]
  readonly #q: Parameter // [items, width]

  constructor(input: BaseInput) {
    const { users, items, train, parameters, random, config } = input
    const { embeddingSize: width, learningRate, neighbours } = config
    this.width = width
    this.#config = config
    const near = knownNeighbours(input, REACH * neighbours)
    const interests = interestGraphs(near, train, neighbours)
    const graphs = near.map((list, m) => {
      const nearest = itemGraph(truncateNeighbours(list, neighbours), 'cosine')
      return { name: list.name, graph: weightedSum([nearest, interests[m]!], [1, 1]) }
    })
    this.#taken = bipartite(train, items)
    this.#graph = withItemsSide(weightedSum([this.#taken.toUsers, secondOrderEdges(near, train)], [1, SECOND_ORDER]))
    this.#p = parameters.add('p', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#q = parameters.add('q', 'items', [items, width], xavier(items, width, random), learningRate)
    this.projects = new FeatureMaps(input, width)
    this.speaks = speakersOf(graphs)
    this.#views = new ModalityViews(input, graphs, this.#graph)
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
    const graph = this.speaks.every(({ name }) => heard(name)) ? this.#graph : this.#taken
    const content = pickNodes(lightGcn(graph, { users: p, items: q }, this.#config.layers), nodes)
    const views = this.#views.of(q, z, leafOf, graph.toUsers).map((view) => pickNodes(view, nodes))
    const sideOf = (side: keyof Nodes, asked?: Int32Array) => {
      const seen = {
        values: views.map((view) => view[side]),
        known: this.#views.known(side, asked),
        heard: this.#views.names.map(heard),
      }
      return combineViews(seen, this.#attention.common(seen, leafOf))
    }
    const side = { users: sideOf('users', nodes?.userRows), items: sideOf('items', nodes?.itemRows) }
    const final = { users: tf.add(content.users, side.users), items: tf.add(content.items, side.items) } as Nodes
    return {
      terms: [{ role: 'collaborative', user: final.users, item: final.items, pairs: nodes }],
      losses: (batch) => ({
        contrast: this.#contrast(pairedOf(batch), { content, side, final }),
        regularization: penalty(idsOf(batch, p, q, this.#config.regularization)),
      }),
    }
  }

  #contrast(pairs: Pairs, { content, side, final }: Record<'content' | 'side' | 'final', Nodes>): tf.Scalar {
    const { contrastiveWeight, pairContrastiveWeight } = this.#config
    const [users, items] = [distinct(pairs.users).rows, distinct(pairs.positives).rows]
    const views = tf.add(contrast(side.items, content.items, items), contrast(side.users, content.users, users))
    const taken = (what: Nodes) => contrast(final.users, what.items, pairs.users, pairs.positives)
    return tf.add(
      tf.mul(contrastiveWeight, views),
      tf.mul(pairContrastiveWeight, tf.add(taken(content), taken(side))),
    ) as tf.Scalar
  }
}

export const soil: BaseDescriptor = {
  summary: 'As mgcn, with graphs that also join items the same shoppers are likely to be interested in.',
  reads: 'graphs',
  neighbourLists: REACH,
  defaults: {
    layers: 2,
    regularization: 3.9e-3,
    featureRegularization: 0,
    learningRate: 3.6e-3,
    contrastiveWeight: 3.9e-3,
  },
  searchSpace: { ...GRAPH_SPACE, contrastiveWeight: [1e-3, 1e-1] },
  create: (input) => new Soil(input),
}
