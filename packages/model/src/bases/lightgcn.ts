import { bipartite, lightGcn, type Bipartite } from '../graph/index.ts'
import type { Base, BaseInput, Batch, Forward, BaseDescriptor } from './base.ts'
import { GRAPH_SPACE } from './descriptor.ts'
import { idsOf, type Leaves, type Parameter, penalty, type Rows, xavier } from '../nn/index.ts'

/** LightGCN (He et al., SIGIR 2020): s(u, i) = <U_u, I_i> with [U; I] = mean(E, A E, ..., A^L E), E = [P; Q]. */
export class LightGcn implements Base {
  readonly reach = 'catalog'
  readonly width: number
  readonly #layers: number
  readonly #regularization: number
  readonly #graph: Bipartite
  readonly #p: Parameter // [users, width]
  readonly #q: Parameter // [items, width]

  constructor({ users, items, train, parameters, random, config }: BaseInput) {
    const { embeddingSize: width, learningRate } = config
    this.width = width
    this.#layers = config.layers
    this.#regularization = config.regularization
    this.#graph = bipartite(train, items)
    this.#p = parameters.add('p', 'users', [users, width], xavier(users, width, random), learningRate)
    this.#q = parameters.add('q', 'items', [items, width], xavier(items, width, random), learningRate)
  }

  forward(_rows: Rows, leafOf: Leaves): Forward {
    const [p, q] = [leafOf(this.#p), leafOf(this.#q)]
    const { users, items } = lightGcn(this.#graph, { users: p, items: q }, this.#layers)
    return {
      terms: [{ role: 'collaborative', user: users, item: items }],
      losses: (batch: Batch) => ({ regularization: penalty(idsOf(batch, p, q, this.#regularization)) }),
    }
  }
}

export const lightgcn: BaseDescriptor = {
  summary: 'Id embeddings propagated over the graph of users and items; needs no features.',
  reads: null,
  defaults: { layers: 3, regularization: 1e-3 },
  searchSpace: GRAPH_SPACE,
  create: (input) => new LightGcn(input),
}
