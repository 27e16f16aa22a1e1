import { tf } from '../compute/index.ts'
import { bipartite } from '../graph/index.ts'
import { type Leaves, Linear } from '../nn/index.ts'
import type { BaseDescriptor, BaseInput } from './base.ts'
import { GRAPH_SPACE } from './descriptor.ts'
import { modalityGraphs } from './modality-graphs.ts'
import { ViewsBase } from './views-base.ts'

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
export class Mgcn extends ViewsBase {
  readonly #gates: readonly Linear[]

  constructor(input: BaseInput) {
    super(input, modalityGraphs(input), bipartite(input.train, input.items))
    const { width } = this
    this.#gates = this.views.names.map((name) => new Linear(input, `gate ${name}`, [width, width]))
  }

  protected override gatesOf(content: tf.Tensor2D, leafOf: Leaves): tf.Tensor2D[] {
    return this.#gates.map((gate) => tf.sigmoid(gate.of(content, leafOf)))
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
