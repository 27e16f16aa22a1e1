import { tf } from '../compute/index.ts'
import type { BaseInput } from './base.ts'
import { xavier } from './initialize.ts'
import type { Leaves, Parameter } from './parameters.ts'

/** A small trained layer, x W + b. */
export class Linear {
  readonly #weight: Parameter // [from, to]
  readonly #bias: Parameter // [1, to]

  constructor(
    { parameters, random, config }: BaseInput,
    name: string,
    [from, to]: readonly [from: number, to: number],
  ) {
    this.#weight = parameters.add(`W ${name}`, 'whole', [from, to], xavier(from, to, random), config.learningRate)
    this.#bias = parameters.add(`b ${name}`, 'whole', [1, to], new Float32Array(to), config.learningRate)
  }

  /** @param x `[rows, from]` @returns `[rows, to]` */
  of(x: tf.Tensor2D, leafOf: Leaves): tf.Tensor2D {
    return tf.add(tf.matMul(x, leafOf(this.#weight)), expandRow(leafOf(this.#bias), x.shape[0]))
  }
}

/** A row, repeated: as a product, because that is one call of the fast matrix kernel both ways. `[rows, width]` */
export function expandRow(row: tf.Tensor2D, rows: number): tf.Tensor2D {
  return tf.matMul(tf.ones<tf.Rank.R2>([rows, 1]), row)
}

/** A column, repeated, in the same way. `[rows, width]` */
export function expandColumn(column: tf.Tensor2D, width: number): tf.Tensor2D {
  return tf.matMul(column, tf.ones<tf.Rank.R2>([1, width]))
}
