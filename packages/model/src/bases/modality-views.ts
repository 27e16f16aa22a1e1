import { propagate, tf, type CsrMatrix } from '../compute/index.ts'
import type { Bipartite, Nodes } from '../graph/bipartite.ts'
import type { BaseInput } from './base.ts'
import { Linear } from './linear.ts'
import { presenceOf } from './mask.ts'
import type { Leaves } from './parameters.ts'

/** A graph of similar items in one modality. */
export interface ModalityGraph {
  readonly name: string
  /** Rows and columns of items that lack the modality are empty. `[items, items]` */
  readonly graph: CsrMatrix
}

interface View extends ModalityGraph {
  /** Place of the modality's features in the input; -1 where the data has its graph alone. */
  readonly feature: number
  readonly gate: Linear | null
  /** 1 where the view says anything. `[users]` and `[items]` */
  readonly known: { readonly users: Uint8Array; readonly items: Uint8Array }
}

/**
 * What each modality says of every item and user (MGCN, Yu et al., MM 2023): the item's id embedding, purified of what
 * the modality does not speak of, passed on among similar items and from items to users.
 *
 *     m_i = q_i * sigmoid(V_m z_m(i) + b),  M_i = S_m m,  M_u = R M_i
 *
 * A modality of which only the graph is known passes on q itself.
 */
export class ModalityViews {
  readonly #views: readonly View[]
  readonly #toUsers: CsrMatrix

  constructor(input: BaseInput, graphs: readonly ModalityGraph[], { toUsers }: Bipartite) {
    const { embeddingSize: width } = input.config
    this.#toUsers = toUsers
    this.#views = graphs.map((graph) => {
      const feature = input.modalities.findIndex(({ name }) => name === graph.name)
      const gate = feature < 0 ? null : new Linear(input, `purifier ${graph.name}`, [width, width])
      return { ...graph, feature, gate, known: knownNodes(graph.graph, toUsers) }
    })
  }

  get names(): string[] {
    return this.#views.map(({ name }) => name)
  }

  /** Whether each view says anything of these users or items; of all of them where none are named. `[rows]` each */
  known(side: 'users' | 'items', rows?: Int32Array): Uint8Array[] {
    return this.#views.map(({ known }) => (rows ? presenceOf(rows, known[side]) : known[side]))
  }

  /**
   * @param q `[items, width]`
   * @param z one a modality with features `[items, width]`
   * @param toUsers how users hear items, where not as in training
   */
  of(q: tf.Tensor2D, z: readonly tf.Tensor2D[], leafOf: Leaves, toUsers = this.#toUsers): Nodes[] {
    return this.#views.map(({ graph, feature, gate }) => {
      const purified = gate ? tf.mul(q, tf.sigmoid(gate.of(z[feature], leafOf))) : q // [items, width]
      const items = propagate(graph, purified as tf.Tensor2D)
      return { users: propagate(toUsers, items), items }
    })
  }
}

/** An item is known where it has neighbours, a user where an item that they hear is. */
function knownNodes({ rows: items, offsets }: CsrMatrix, toUsers: CsrMatrix): View['known'] {
  const ofItems = Uint8Array.from({ length: items }, (_, item) => +(offsets[item + 1] > offsets[item]))
  const ofUsers = Uint8Array.from({ length: toUsers.rows }, (_, user) => {
    const heard = toUsers.indices.subarray(toUsers.offsets[user], toUsers.offsets[user + 1])
    return +heard.some((item) => ofItems[item])
  })
  return { users: ofUsers, items: ofItems }
}
