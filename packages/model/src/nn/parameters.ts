import type { UniformSource } from '../data/index.ts'
import { EmbeddingTable, RowAdam, type tf } from '../compute/index.ts'

/**
 * Which rows a step touches: those of the users or items that it is about, those of the users in the batch's pairs even
 * where it is about all, or all of a table that is used whole.
 */
export type Scope = 'users' | 'items' | 'paired users' | 'whole'

/**
 * A trained matrix. Its values live on the host and outside the autodiff tape: a step looks up the rows it needs as a
 * leaf tensor, takes the gradient of that leaf, and updates these rows in place (compute.md). Small dense weights are
 * tables that are used whole, so there is one kind of parameter, one optimizer and one way to keep the best weights.
 */
export interface Parameter {
  readonly name: string
  readonly scope: Scope
  /** Every row, of a table that is used whole. */
  readonly every?: Int32Array
  readonly table: EmbeddingTable
  readonly optimizer: RowAdam
}

/** The leaf tensor of a parameter in the current step. `[rows of its scope, dimension]` */
export type Leaves = (parameter: Parameter) => tf.Tensor2D

/** The distinct users and items a step is about, as model indexes. */
export interface Rows {
  readonly userRows: Int32Array
  readonly itemRows: Int32Array
  /** Of a batch in a step about all users and items: those of its pairs. */
  readonly paired?: Rows
}

/** What a layer is built from. It adds its weights to `parameters`. */
export interface LayerInput {
  readonly parameters: Parameters
  /** Draws the initial weights. */
  readonly random: UniformSource
  readonly config: { readonly learningRate: number }
}

/** All parameters of a model, in the order in which they were added. */
export class Parameters {
  readonly #all: Parameter[] = []

  /** @param values initial values, row-major, kept and changed in place. `[rows, dimension]` */
  add(
    name: string,
    scope: Scope,
    [rows, dimension]: readonly [rows: number, dimension: number],
    values: Float32Array,
    learningRate: number,
  ): Parameter {
    const table = new EmbeddingTable(rows, dimension, values)
    const optimizer = new RowAdam(table, { learningRate })
    const parameter = { name, scope, table, optimizer, ...(scope === 'whole' && { every: everyRow(rows) }) }
    this.#all.push(parameter)
    return parameter
  }

  /** Looks up the rows of every parameter. The caller disposes the leaves. */
  lookup(rows: Rows): { leaves: tf.Tensor2D[]; leafOf: Leaves } {
    const leaves = this.#all.map((parameter) => parameter.table.lookup(rowsOf(parameter, rows)))
    return { leaves, leafOf: this.bind(leaves) }
  }

  /** Names tensors by the parameters they stand for. @param leaves in the order of the parameters */
  bind(leaves: readonly tf.Tensor2D[]): Leaves {
    const byParameter = new Map(this.#all.map((parameter, n) => [parameter, leaves[n]]))
    return (parameter) => {
      const leaf = byParameter.get(parameter)
      if (!leaf) throw new Error(`${parameter.name} is a parameter of another model`)
      return leaf
    }
  }

  /**
   * One Adam step on the rows looked up.
   *
   * @param gradients in the order of the leaves; undefined for one the loss does not depend on, which stays
   */
  async update(rows: Rows, gradients: readonly (tf.Tensor | undefined)[]): Promise<void> {
    for (const [n, parameter] of this.#all.entries()) {
      const gradient = gradients[n]
      if (gradient) await parameter.optimizer.apply(rowsOf(parameter, rows), gradient as tf.Tensor2D)
    }
  }

  /** A copy of every parameter's values. @param into an earlier snapshot to overwrite */
  snapshot(into: readonly Float32Array[] | null = null): readonly Float32Array[] {
    const copies = into ?? this.#all.map((parameter) => new Float32Array(parameter.table.values.length))
    this.#all.forEach((parameter, n) => copies[n]!.set(parameter.table.values))
    return copies
  }

  /** Every parameter, for those who keep all there is to keep of them. */
  get all(): readonly Parameter[] {
    return this.#all
  }

  restore(snapshot: readonly Float32Array[]): void {
    this.#all.forEach((parameter, n) => parameter.table.values.set(snapshot[n]!))
  }
}

function rowsOf({ scope, every }: Parameter, { userRows, itemRows, paired }: Rows): Int32Array {
  if (every) return every
  if (scope === 'items') return itemRows
  return scope === 'paired users' ? (paired?.userRows ?? userRows) : userRows
}

/** 0 .. count-1. */
export function everyRow(count: number): Int32Array {
  const rows = new Int32Array(count)
  for (let row = 0; row < count; row++) rows[row] = row
  return rows
}
