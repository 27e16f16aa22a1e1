import type { EmbeddingTable } from './embedding-table.ts'
import { isHostResident, memoryOf } from './memory.ts'
import { adamStep, type AdamStep } from './operations/index.ts'
import type * as tf from './tf.ts'

/** Settings of Adam (Kingma and Ba, ICLR 2015); the defaults are the paper's. */
export interface AdamOptions {
  readonly learningRate: number
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
}

/** Moments and step count, as plain arrays for a checkpoint. */
export interface AdamState {
  readonly step: number
  readonly first: Float32Array
  readonly second: Float32Array
}

/** The bias corrections of step `t` (from 1), folded into two factors. */
function corrections(t: number, options: Required<AdamOptions>): Pick<AdamStep, 'stepSize' | 'secondScale'> {
  return {
    stepSize: options.learningRate / (1 - options.beta1 ** t),
    secondScale: 1 / Math.sqrt(1 - options.beta2 ** t),
  }
}

/** Fills in the paper's constants. */
function withDefaults({ learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions) {
  return { learningRate, beta1, beta2, epsilon }
}

/**
 * Adam on the rows a batch touched, in place ("lazy" or "sparse" Adam: the moments of other rows do not decay).
 * The bias correction counts the table's steps.
 */
export class RowAdam {
  readonly #table: EmbeddingTable
  readonly #options: Required<AdamOptions>
  #step = 0
  readonly #first: Float32Array
  readonly #second: Float32Array

  constructor(table: EmbeddingTable, options: AdamOptions) {
    this.#table = table
    this.#options = withDefaults(options)
    this.#first = new Float32Array(table.values.length)
    this.#second = new Float32Array(table.values.length)
  }

  /**
   * Updates the rows. Returns a promise only if the gradient has to come from a device.
   * @param rows distinct rows of the table `[n]`
   * @param gradient `[n, dimension]`
   */
  apply(rows: Int32Array, gradient: tf.Tensor2D | Float32Array): void | Promise<void> {
    if (gradient instanceof Float32Array) return this.#update(rows, gradient)
    if (isHostResident()) return this.#update(rows, memoryOf(gradient))
    return gradient.data<'float32'>().then((values) => this.#update(rows, values))
  }

  #update(rows: Int32Array, gradient: Float32Array): void {
    const { values, dimension } = this.#table
    if (gradient.length !== rows.length * dimension) {
      throw new RangeError(`${rows.length} rows need ${rows.length * dimension} gradients, not ${gradient.length}`)
    }
    this.#step++
    adamStep({
      values,
      dimension,
      rows,
      gradient,
      first: this.#first,
      second: this.#second,
      ...this.#options,
      ...corrections(this.#step, this.#options),
    })
  }

  /** The optimizer's state itself and not a copy: the next step changes these arrays. */
  get memory(): AdamState {
    return { step: this.#step, first: this.#first, second: this.#second }
  }

  /** Continues from a saved state of a table of the same shape. */
  restore({ step, first, second }: AdamState): void {
    const size = this.#table.values.length
    if (first.length !== size || second.length !== size) {
      throw new RangeError(`an optimizer of ${size} values cannot take a state of ${first.length}`)
    }
    this.#step = step
    this.#first.set(first)
    this.#second.set(second)
  }
}
