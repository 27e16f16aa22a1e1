import { tf, type Pairs } from '../compute/index.ts'
import {
  bipartite,
  type Bipartite,
  interestGraphs,
  itemGraph,
  type Nodes,
  secondOrderEdges,
  truncateNeighbours,
  weightedSum,
  withItemsSide,
} from '../graph/index.ts'
import { contrast } from '../nn/index.ts'
import type { BaseDescriptor, BaseInput, Heard } from './base.ts'
import { GRAPH_SPACE } from './descriptor.ts'
import { knownNeighbours } from './modality-graphs.ts'
import { type Embeddings, ViewsBase } from './views-base.ts'

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
export class Soil extends ViewsBase {
  /** Without the second-order edges. */
  readonly #taken: Bipartite

  constructor(input: BaseInput) {
    const { items, train, config } = input
    const near = knownNeighbours(input, REACH * config.neighbours)
    const interests = interestGraphs(near, train, config.neighbours)
    const graphs = near.map((list, m) => {
      const nearest = itemGraph(truncateNeighbours(list, config.neighbours), 'cosine')
      return { name: list.name, graph: weightedSum([nearest, interests[m]!], [1, 1]) }
    })
    const taken = bipartite(train, items)
    const joined = weightedSum([taken.toUsers, secondOrderEdges(near, train)], [1, SECOND_ORDER])
    super(input, graphs, withItemsSide(joined))
    this.#taken = taken
  }

  protected override graphOf(heard: Heard): Bipartite {
    return this.speaks.every(({ name }) => heard(name)) ? this.graph : this.#taken
  }

  protected override contrast(pairs: Pairs, embeddings: Embeddings): tf.Scalar {
    const { content, side, final } = embeddings
    const taken = (what: Nodes) => contrast(final.users, what.items, pairs.users, pairs.positives)
    return tf.add(
      super.contrast(pairs, embeddings),
      tf.mul(this.config.pairContrastiveWeight, tf.add(taken(content), taken(side))),
    )
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
