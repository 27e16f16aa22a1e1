import { tf } from '../compute/index.ts'
import type { Base, BaseInput, Batch, Forward, BaseDescriptor } from './base.ts'
import { ID_SPACE } from './descriptor.ts'
import { idsOf, type Leaves, logPopularity, type Parameter, penalty, type Rows, xavier } from '../nn/index.ts'

/** Matrix factorization trained by BPR (Rendle et al., UAI 2009): s(u, i) = b_i + <p_u, q_i>. */
export class Bpr implements Base {
  readonly reach = 'batch'
  readonly width: number
  readonly #regularization: number
  readonly #p: Parameter // [users, width]
  readonly #q: Parameter // [items, width]
  readonly #b: Parameter // [items, 1]

  constructor({ users, items, train, parameters, random, config }: BaseInput) {
    const { embeddingSize: width, learningRate, regularization } = config
    this.width = width
    this.#regularization = regularization
    this.#p = parameters.add('p', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#q = parameters.add('q', 'items', [items, width], xavier(items, width, random), learningRate)
    this.#b = parameters.add('b', 'items', [items, 1], logPopularity(train, items), learningRate)
  }

  forward(rows: Rows, leafOf: Leaves): Forward {
    const [p, q] = [leafOf(this.#p), leafOf(this.#q)]
    const one = tf.ones<tf.Rank.R2>([rows.userRows.length, 1])
    return {
      terms: [
        { role: 'collaborative', user: one, item: leafOf(this.#b) },
        { role: 'collaborative', user: p, item: q },
      ],
      losses: (batch: Batch) => ({ regularization: penalty(idsOf(batch, p, q, this.#regularization)) }),
    }
  }
}

export const bpr: BaseDescriptor = {
  summary: 'Matrix factorization of who took what: ids alone, quick.',
  reads: null,
  defaults: {},
  searchSpace: ID_SPACE,
  create: (input) => new Bpr(input),
}
