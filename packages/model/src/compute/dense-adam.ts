import { corrections, withDefaults, adamStepReference, type AdamOptions, type AdamState } from './adam-step.ts'
import { isHostResident } from './host-resident.ts'
import { activeKernels } from './kernels.ts'
import { checkShape } from './shapes.ts'
import * as tf from './tf.ts'

/**
 * Adam on whole variables (weights of linear layers, critics). Where tensors live in this process's memory the update
 * runs in place on the variables' own arrays; on a device it is written in tensor operations and stays there.
 */
export class DenseAdam {
  readonly #variables: readonly tf.Variable[]
  readonly #options: Required<AdamOptions>
  #step = 0
  #moments: { first: tf.Variable; second: tf.Variable }[]

  constructor(variables: readonly tf.Variable[], options: AdamOptions) {
    this.#variables = variables
    this.#options = withDefaults(options)
    this.#moments = variables.map((variable) => ({
      first: tf.variable(tf.zeros(variable.shape), false),
      second: tf.variable(tf.zeros(variable.shape), false),
    }))
  }

  /** Applies one step. Gradients in the order of the variables; they stay the caller's to dispose of. */
  apply(gradients: readonly tf.Tensor[]): void {
    if (gradients.length !== this.#variables.length) {
      throw new RangeError(`${this.#variables.length} variables need as many gradients, not ${gradients.length}`)
    }
    gradients.forEach((gradient, i) => checkShape('Adam', 'a gradient', gradient, this.#variables[i].shape))
    this.#step++
    const factors = { ...this.#options, ...corrections(this.#step, this.#options) }
    this.#variables.forEach((variable, i) => {
      const { first, second } = this.#moments[i]
      if (isHostResident()) {
        const step = activeKernels().adamStep ?? adamStepReference
        step({
          values: variable.dataSync<'float32'>(), first: first.dataSync<'float32'>(),
          second: second.dataSync<'float32'>(), gradient: gradients[i].dataSync<'float32'>(),
          dimension: variable.size, rows: null, ...factors,
        })
      } else {
        updateOnDevice(variable, first, second, gradients[i], factors)
      }
    })
  }

  /** The optimiser's memory, one entry per variable, as plain arrays. */
  async state(): Promise<AdamState[]> {
    return Promise.all(
      this.#moments.map(async ({ first, second }) => ({
        step: this.#step,
        first: (await first.data<'float32'>()).slice(),
        second: (await second.data<'float32'>()).slice(),
      })),
    )
  }

  /** Continues from a saved state of variables of the same shapes. */
  restore(states: readonly AdamState[]): void {
    if (states.length !== this.#variables.length) {
      throw new RangeError(`${this.#variables.length} variables cannot take up the state of ${states.length}`)
    }
    tf.tidy(() => {
      states.forEach(({ step, first, second }, i) => {
        this.#step = step
        this.#moments[i].first.assign(tf.tensor(first.slice(), this.#variables[i].shape))
        this.#moments[i].second.assign(tf.tensor(second.slice(), this.#variables[i].shape))
      })
    })
  }

  /** Frees the moments. */
  dispose(): void {
    for (const { first, second } of this.#moments) tf.dispose([first, second])
    this.#moments = []
  }
}

function updateOnDevice(
  variable: tf.Variable,
  first: tf.Variable,
  second: tf.Variable,
  gradient: tf.Tensor,
  factors: Required<AdamOptions> & { stepSize: number; secondScale: number },
): void {
  const { beta1, beta2, epsilon, stepSize, secondScale } = factors
  tf.tidy(() => {
    first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)))
    second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)))
    const divisor = tf.add(tf.mul(tf.sqrt(second), secondScale), epsilon)
    variable.assign(tf.sub(variable, tf.div(tf.mul(first, stepSize), divisor)))
  })
}
