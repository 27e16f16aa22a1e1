import { tf } from '../compute/index.ts'
import { xavier } from './initialize.ts'
import type { LayerInput, Leaves, Parameter } from './parameters.ts'

/** A small trained layer, x W + b. */
export class Linear {
  readonly #weight: Parameter // [from, to]
  readonly #bias: Parameter // [1, to]

  constructor(
    { parameters, random, config }: LayerInput,
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

/** PyTorch's default, with which the public models were trained. */
const SLOPE = 0.01

/**
 * LeakyReLU(x) = x where x > 0, else 0.01 x. Written as a product with a step, which is flat: tfjs's own operation
 * broadcasts its slope number by number, forth and back, and takes more than twice the time on the core.
 */
export function leakyRelu(x: tf.Tensor): tf.Tensor2D {
  return tf.mul(x, tf.step(x, SLOPE)) as tf.Tensor2D
}

/** Zero rows in place of those of items that lack a modality. @param x `[items, width]` @param present `[items]` */
export function maskRows(x: tf.Tensor2D, present: Uint8Array): tf.Tensor2D {
  if (!present.includes(0)) return x
  const column = tf.tensor2d(Float32Array.from(present), [present.length, 1])
  return tf.mul(x, expandColumn(column, x.shape[1]))
}

/** For each row 1 where the node, of all, has the modality. @param has `[nodes]` */
export function presenceOf(rows: Int32Array, has: Uint8Array): Uint8Array {
  const present = new Uint8Array(rows.length)
  for (let n = 0; n < rows.length; n++) present[n] = has[rows[n]!]!
  return present
}
