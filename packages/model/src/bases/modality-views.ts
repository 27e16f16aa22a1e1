import type { CsrMatrix } from '../linalg/index.ts'
import { propagate, tf } from '../compute/index.ts'
import type { Bipartite, Nodes } from '../graph/index.ts'
import type { BaseInput } from './base.ts'
import { expandColumn, type Leaves, Linear, type Parameter, presenceOf, xavier } from '../nn/index.ts'

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
      const purified = gate ? tf.mul(q, tf.sigmoid(gate.of(z[feature]!, leafOf))) : q // [items, width]
      const items = propagate(graph, purified as tf.Tensor2D)
      return { users: propagate(toUsers, items), items }
    })
  }
}

/** An item is known where it has neighbours, a user where an item that they hear is. */
function knownNodes({ rows: items, indptr }: CsrMatrix, toUsers: CsrMatrix): View['known'] {
  const ofItems = Uint8Array.from({ length: items }, (_, item) => +(indptr[item + 1]! > indptr[item]!))
  const ofUsers = Uint8Array.from({ length: toUsers.rows }, (_, user) => {
    const heard = toUsers.indices.subarray(toUsers.indptr[user], toUsers.indptr[user + 1])
    return +heard.some((item) => ofItems[item])
  })
  return { users: ofUsers, items: ofItems }
}

/** Added to the logit of a view that says nothing of a node: its share is zero. */
const LEFT_OUT = -1e9

/** The same nodes as each modality sees them, and which of them it knows. */
export interface Views {
  /** `[rows, width]` each */
  readonly values: readonly tf.Tensor2D[]
  /** 1 where a view says anything; its row of `values` is zero where not. `[rows]` each */
  readonly known: readonly Uint8Array[]
  /** Whether each view is heard. One that is not keeps its share, so that the others' do not grow, and adds nothing. */
  readonly heard: readonly boolean[]
}

/** What the views of a node have in common, sum_m a_m M_m with a = softmax_m w^T tanh(W M_m + b) (MGCN's fuser). */
export class ViewAttention {
  readonly #hidden: Linear
  readonly #query: Parameter // [width, 1]

  constructor(input: BaseInput, width: number) {
    const { parameters, random, config } = input
    this.#hidden = new Linear(input, 'attention', [width, width])
    this.#query = parameters.add('query', 'whole', [width, 1], xavier(width, 1, random), config.learningRate)
  }

  /** @returns `[rows, width]` */
  common({ values, known, heard }: Views, leafOf: Leaves): tf.Tensor2D {
    const logits = values.map((view) => tf.matMul(tf.tanh(this.#hidden.of(view, leafOf)), leafOf(this.#query)))
    const possible = logits.map((logit, m) => (known[m]!.includes(0) ? tf.add(logit, leftOut(known[m]!)) : logit)) // [rows, 1]
    const shares = tf.softmax(tf.concat(possible as tf.Tensor2D[], 1)) as tf.Tensor2D // [rows, views]
    const parts = values.flatMap((view, m) =>
      heard[m] ? [tf.mul(view, tf.matMul(shares, pick(m, values.length, view.shape[1]))) as tf.Tensor2D] : [],
    )
    if (parts.length === 0) return tf.zerosLike(values[0]!)
    return parts.length > 1 ? tf.addN(parts) : parts[0]!
  }
}

/**
 * Views as one: what is common to them and what each says beyond it, a mean over the views that know a node and one.
 *
 *     (common + sum_m g_m * (M_m - common)) / (M + 1)
 *
 * @param gates g_m, how much of each view's own is let through `[rows, width]` each; all of it where absent
 */
export function combineViews(
  { values, known, heard }: Views,
  common: tf.Tensor2D,
  gates?: readonly tf.Tensor2D[],
): tf.Tensor2D {
  const [rows, width] = common.shape
  const whole = known.every((has) => !has.includes(0))
  const specific = values.flatMap((view, m) => {
    if (!heard[m]) return []
    const own = tf.sub(view, common)
    const passed = gates ? tf.mul(gates[m]!, own) : own
    return [(known[m]!.includes(0) ? tf.mul(passed, expandColumn(column(known[m]!), width)) : passed) as tf.Tensor2D]
  })
  const sum = tf.addN([...specific, common])
  if (whole) return tf.mul(sum, 1 / (values.length + 1))
  const shares = Float32Array.from({ length: rows }, (_, row) => 1 / (1 + known.reduce((n, has) => n + has[row]!, 0)))
  return tf.mul(sum, expandColumn(column(shares), width))
}

const column = (values: ArrayLike<number>) => tf.tensor2d(Float32Array.from(values), [values.length, 1])

const leftOut = (known: Uint8Array) => column(Float32Array.from(known, (has) => (has ? 0 : LEFT_OUT)))

/** Repeats column m of `[rows, views]` in a product with it. `[views, width]` */
function pick(m: number, views: number, width: number): tf.Tensor2D {
  const values = new Float32Array(views * width).fill(1, m * width, (m + 1) * width)
  return tf.tensor2d(values, [views, width])
}
