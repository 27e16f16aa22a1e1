import { normalizeRows, propagate, tf } from '../compute/index.ts'
import type { CsrMatrix } from '../linalg/index.ts'
import { bipartite, type Bipartite, lightGcn, type Nodes, sharedItemsGraph } from '../graph/index.ts'
import {
  type Base,
  type BaseInput,
  type Batch,
  everyModality,
  featuresNeeded,
  type Forward,
  type ForwardMode,
  type Heard,
  type Speaker,
  type BaseDescriptor,
} from './base.ts'
import { GRAPH_SPACE } from './descriptor.ts'
import {
  expandColumn,
  FeatureMaps,
  leakyRelu,
  type Leaves,
  Linear,
  maskRows,
  type Parameter,
  penalty,
  type Rows,
  xavier,
} from '../nn/index.ts'

/** Users whom a user listens to (the paper's 40). */
const LISTENED_TO = 40

interface View {
  readonly name: string
  /** 1 where the item has the modality. `[items]` */
  readonly present: Uint8Array
  readonly content: Linear
  readonly preference: Parameter // [users, width]
  readonly weight: Parameter // [users, 1]
}

/**
 * DualGNN (Wang et al., IEEE TMM 2021): a graph of users and items a modality, and one of users who took the same items.
 *
 *     content_m = V_m LeakyReLU(z_m) + b_m,  X_m = rownorm([P_m ; content_m]),  rep_m = X_m + A X_m + ... + A^L X_m
 *     I_i = sum_m rep_m(i),  h_u = sum_m w_um rep_m(u),  U_u = h_u + sum_v softmax(shared items)_uv h_v
 *     s(u, i) = <U_u, I_i>
 *
 * z_m, the projected feature, is as wide as everything else (the paper's hidden layer has 256): the bottleneck stands
 * before the nonlinearity. An item that lacks a modality has a zero row of X_m, and is heard there through its users; a
 * modality that is not heard is one that every item lacks.
 */
export class DualGnn implements Base {
  readonly reach = 'catalog'
  readonly width: number
  readonly projects: FeatureMaps
  readonly speaks: readonly Speaker[]
  readonly #config: BaseInput['config']
  readonly #graph: Bipartite
  readonly #sharing: CsrMatrix // [users, users]
  readonly #views: readonly View[]

  constructor(input: BaseInput) {
    const { users, items, train, parameters, random, config } = input
    const { embeddingSize: width, learningRate } = config
    const modalities = featuresNeeded(input)
    this.width = width
    this.#config = config
    this.#graph = bipartite(train, items)
    this.#sharing = sharedItemsGraph(this.#graph, LISTENED_TO)
    this.projects = new FeatureMaps(input, width)
    this.speaks = modalities
    this.#views = modalities.map(({ name, present }) => {
      const equal = new Float32Array(users).fill(1 / modalities.length) // a softmax of equals
      return {
        name,
        present,
        content: new Linear(input, `content ${name}`, [width, width]),
        preference: parameters.add(
          `preference ${name}`,
          'users',
          [users, width],
          xavier(users, width, random),
          learningRate,
        ),
        weight: parameters.add(`weight ${name}`, 'users', [users, 1], equal, learningRate),
      }
    })
  }

  forward(
    _rows: Rows,
    leafOf: Leaves,
    z: readonly tf.Tensor2D[],
    _mode?: ForwardMode,
    heard: Heard = everyModality,
  ): Forward {
    const views = this.#views.map((view, m) => this.#viewOf(view, z[m]!, heard(view.name), leafOf))
    const own = sum(
      views.map(({ users }, m) => tf.mul(users, expandColumn(leafOf(this.#views[m]!.weight), this.width))),
    )
    const user = tf.add(own, propagate(this.#sharing, own)) as tf.Tensor2D // [users, width]
    const item = sum(views.map(({ items }) => items)) // [items, width]
    return {
      terms: [{ role: 'collaborative', user, item }],
      losses: ({ users }: Batch) => {
        const trained = this.#views.flatMap(({ preference, weight }) => [leafOf(preference), leafOf(weight)])
        const { regularization: weight } = this.#config
        return { regularization: penalty(trained.map((rows) => ({ rows, at: [users], weight }))) }
      },
    }
  }

  /** rep_m of all users and items. */
  #viewOf({ present, content, preference }: View, z: tf.Tensor2D, isHeard: boolean, leafOf: Leaves): Nodes {
    const { layers } = this.#config
    const start = {
      users: normalizeRows(leafOf(preference)),
      items: isHeard ? maskRows(normalizeRows(content.of(leakyRelu(z), leafOf)), present) : tf.zerosLike(z),
    }
    const { users, items } = lightGcn(this.#graph, start, layers) // the mean of what is summed here
    return { users: tf.mul(users, layers + 1), items: tf.mul(items, layers + 1) }
  }
}

function sum(tensors: readonly tf.Tensor2D[]): tf.Tensor2D {
  return tensors.length === 1 ? tensors[0]! : (tf.addN([...tensors]) as tf.Tensor2D)
}

export const dualgnn: BaseDescriptor = {
  summary: 'A taste for each modality, propagated over users and items and among shoppers who took the same.',
  reads: 'vectors',
  defaults: { layers: 4, regularization: 1e-3, featureRegularization: 0, learningRate: 3e-4 },
  // over-fits within a few epochs at the others' rates
  searchSpace: { ...GRAPH_SPACE, learningRate: [1e-4, 3e-3], layers: { among: [2, 3, 4] } },
  create: (input) => new DualGnn(input),
}
