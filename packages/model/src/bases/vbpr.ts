import { tf } from '../compute/index.ts'
import type { Base, BaseInput, Batch, Forward, ScoreTerm, BaseDescriptor } from './base.ts'
import { ID_SPACE } from './descriptor.ts'
import {
  FeatureMaps,
  idsOf,
  type Leaves,
  logPopularity,
  type Parameter,
  penalty,
  type Rows,
  xavier,
} from '../nn/index.ts'

/**
 * VBPR (He and McAuley, AAAI 2016) with one Linear a modality, so that each can carry a bottleneck:
 *
 *     s(u, i) = b_i + <p_u, q_i> + <theta_u, sum_m W_m x_m(i)>
 */
export class Vbpr implements Base {
  readonly reach = 'batch'
  readonly width: number
  readonly projects: FeatureMaps
  readonly #config: BaseInput['config']
  readonly #p: Parameter // [users, width]
  readonly #theta: Parameter // [users, width]
  readonly #q: Parameter // [items, width]
  readonly #b: Parameter // [items, 1]

  constructor(input: BaseInput) {
    const { users, items, train, parameters, random, config } = input
    const { embeddingSize: width, learningRate } = config
    this.#config = config
    this.width = width
    this.#p = parameters.add('p', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#theta = parameters.add('theta', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#q = parameters.add('q', 'items', [items, width], xavier(items, width, random), learningRate)
    this.#b = parameters.add('b', 'items', [items, 1], logPopularity(train, items), learningRate)
    this.projects = new FeatureMaps(input, width)
  }

  forward(rows: Rows, leafOf: Leaves, z: readonly tf.Tensor2D[]): Forward {
    const p = leafOf(this.#p)
    const q = leafOf(this.#q)
    const one = tf.ones<tf.Rank.R2>([rows.userRows.length, 1])
    const ids: ScoreTerm[] = [
      { role: 'collaborative', user: one, item: leafOf(this.#b) },
      { role: 'collaborative', user: p, item: q },
    ]
    const theta = leafOf(this.#theta)
    return {
      terms: z.length > 0 ? [...ids, { role: 'modal', user: theta, item: sum(z) }] : ids,
      losses: (batch) => this.#penalty(batch, { p, q, theta }),
    }
  }

  #penalty(batch: Batch, { p, q, theta }: Record<'p' | 'q' | 'theta', tf.Tensor2D>) {
    const { regularization, modalRegularization } = this.#config
    return {
      regularization: penalty([
        ...idsOf(batch, p, q, regularization),
        { rows: theta, at: [batch.users], weight: modalRegularization },
      ]),
    }
  }
}

const sum = (tensors: readonly tf.Tensor2D[]) => tensors.reduce((a, b) => tf.add(a, b))

export const vbpr: BaseDescriptor = {
  summary: "Id embeddings, and each shopper's taste for what items look, read or sound like: explains most.",
  reads: 'vectors',
  hasModalScore: true,
  defaults: {},
  mrdibDefaults: {
    learningRate: 3e-3,
    regularization: 0.02,
    modalRegularization: 0.005,
    bottleneckWeight: 0.005,
    uniqueWeight: 0.14,
    jointWeight: 0.3,
  },
  searchSpace: { ...ID_SPACE, modalRegularization: [1e-3, 1e-1], featureRegularization: [1e-3, 1e-1] },
  create: (input) => new Vbpr(input),
}
