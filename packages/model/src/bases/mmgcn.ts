import { normalizeRows, propagate, tf } from '../compute/index.ts'
import { meanBipartite, type Bipartite, type Nodes } from '../graph/index.ts'
import {
  type Base,
  type BaseInput,
  type Batch,
  batchNodes,
  featuresNeeded,
  type Forward,
  pickNodes,
  type BaseDescriptor,
} from './base.ts'
import { GRAPH_SPACE } from './descriptor.ts'
import {
  FeatureMaps,
  idsOf,
  leakyRelu,
  type Leaves,
  Linear,
  maskRows,
  type Parameter,
  penalty,
  presenceOf,
  type Rows,
  xavier,
} from '../nn/index.ts'

interface Layer {
  readonly message: Parameter // W_l [width, width]
  readonly own: Linear // V_l
  readonly heard: Parameter // the half of G_l for H [width, width]
  readonly combine: Linear // the half of G_l for X', and its bias
}

interface View {
  /** 1 where the item has the modality. `[items]` */
  readonly present: Uint8Array
  /** For the first layer, in which an item without the modality has nothing to pass on. */
  readonly first: Bipartite
  readonly preference: Parameter // [users, width]
  readonly layers: readonly Layer[]
}

/**
 * MMGCN (Wei et al., MM 2019): a graph network a modality, which the ids of users and items hold together.
 *
 *     X = rownorm([P_m ; z_m]), then in each layer, with a the mean over neighbours:
 *       H = LeakyReLU(a(X W_l)),  X' = LeakyReLU(X V_l + b) + E,  X <- LeakyReLU([H ; X'] G_l + b)
 *     [U ; I] = mean over modalities of X,  s(u, i) = <U_u, I_i>
 *
 * The tables P_m and E are trained. An item that lacks a modality begins there with its id alone and passes nothing on in
 * the first layer, so that users hear the mean of those that have it.
 */
export class Mmgcn implements Base {
  readonly reach = 'catalog'
  readonly width: number
  readonly projects: FeatureMaps
  readonly #config: BaseInput['config']
  readonly #graph: Bipartite
  readonly #views: readonly View[]
  readonly #p: Parameter // E of users [users, width]
  readonly #q: Parameter // E of items [items, width]

  constructor(input: BaseInput) {
    const { users, items, train, parameters, random, config } = input
    const { embeddingSize: width, learningRate } = config
    const table = (name: string, scope: 'users' | 'items' | 'whole', rows: number) =>
      parameters.add(name, scope, [rows, width], xavier(rows, width, random), learningRate)
    const modalities = featuresNeeded(input)
    this.width = width
    this.#config = config
    this.#graph = meanBipartite(train, items)
    this.#p = table('p', 'users', users)
    this.#q = table('q', 'items', items)
    this.projects = new FeatureMaps(input, width)
    this.#views = modalities.map(({ name, present }) => ({
      present,
      first: present.includes(0) ? meanBipartite(train, items, present) : this.#graph,
      preference: table(`preference ${name}`, 'users', users),
      layers: Array.from({ length: config.layers }, (_, l) => ({
        message: table(`W message ${name} ${l}`, 'whole', width),
        own: new Linear(input, `own ${name} ${l}`, [width, width]),
        heard: table(`W heard ${name} ${l}`, 'whole', width),
        combine: new Linear(input, `combine ${name} ${l}`, [width, width]),
      })),
    }))
  }

  forward(rows: Rows | Batch, leafOf: Leaves, z: readonly tf.Tensor2D[]): Forward {
    const ids = { users: leafOf(this.#p), items: leafOf(this.#q) }
    const nodes = batchNodes(rows)
    const views = this.#views.map((view, m) => this.#viewOf(view, z[m]!, ids, nodes, leafOf))
    const [user, item] = (['users', 'items'] as const).map((side) => mean(views.map((view) => view[side])))
    return {
      terms: [{ role: 'collaborative', user: user!, item: item!, pairs: nodes }],
      losses: (batch: Batch) => {
        const { regularization: weight } = this.#config
        const tastes = this.#views.map(({ preference }) => ({ rows: leafOf(preference), at: [batch.users], weight }))
        return { regularization: penalty([...idsOf(batch, ids.users, ids.items, weight), ...tastes]) }
      },
    }
  }

  /** What a modality makes of the nodes; after the last propagation, of the batch's alone. */
  #viewOf(view: View, z: tf.Tensor2D, ids: Nodes, nodes: Rows | undefined, leafOf: Leaves): Nodes {
    const { layers, present } = view
    let x: Nodes = { users: normalizeRows(leafOf(view.preference)), items: maskRows(normalizeRows(z), present) }
    layers.forEach(({ message, own, heard, combine }, l) => {
      const { toUsers, toItems } = l === 0 ? view.first : this.#graph
      const passed = (side: tf.Tensor2D): tf.Tensor2D => tf.matMul(side, leafOf(message))
      const all: Nodes = { users: propagate(toUsers, passed(x.items)), items: propagate(toItems, passed(x.users)) }
      const asked = l === layers.length - 1 ? nodes : undefined
      const [h, before, id] = [all, x, ids].map((tables) => pickNodes(tables, asked))
      const known = l === 0 && asked ? presenceOf(asked.itemRows, present) : present
      const next = (side: keyof Nodes) => {
        const kept = leakyRelu(own.of(before![side], leafOf))
        const self = tf.add(l === 0 && side === 'items' ? maskRows(kept, known) : kept, id![side]) as tf.Tensor2D
        return leakyRelu(tf.add(tf.matMul(leakyRelu(h![side]), leafOf(heard)), combine.of(self, leafOf)))
      }
      x = { users: next('users'), items: next('items') }
    })
    return layers.length > 0 ? x : pickNodes(x, nodes)
  }
}

function mean(tensors: readonly tf.Tensor2D[]): tf.Tensor2D {
  return tensors.length === 1 ? tensors[0]! : tf.mul(tf.addN([...tensors]), 1 / tensors.length)
}

export const mmgcn: BaseDescriptor = {
  summary: 'A graph network for each modality over users and items.',
  reads: 'vectors',
  defaults: { layers: 3, regularization: 1e-4, featureRegularization: 0, learningRate: 1e-4 },
  // over-fits within a few epochs at the others' rates
  searchSpace: { ...GRAPH_SPACE, learningRate: [3e-5, 3e-3], regularization: [1e-6, 1e-1] },
  create: (input) => new Mmgcn(input),
}
