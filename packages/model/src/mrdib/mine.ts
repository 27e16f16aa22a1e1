import type { UniformSource } from '../data/index.ts'
import { type Parameter, Parameters, xavier } from '../nn/index.ts'
import { mineBound, tf, type CriticWeights } from '../compute/index.ts'
import { HIDDEN, NO_ROWS, type CodePair, type Estimate, type InformationEstimator } from './estimator.ts'

/** Share of a new batch in the running mean that unbiases the critic's gradient. */
const MOVING_SHARE = 0.01

/** What draws permutations. */
export interface PermutationSource extends UniformSource {
  permutation(n: number): Int32Array
}

/**
 * L_R from below: the Donsker-Varadhan estimate of I(Z_a; Z_b) of MINE (Belghazi et al., ICML 2018) for one pair of
 * modalities,
 *
 *     I = E_joint[T] - log E_marginals[exp T],
 *
 * over unique items. The encoders minimize it with the critic T held still; T has an optimizer of its own and maximizes
 * it on codes held still (min-max).
 */
export class Critic implements InformationEstimator {
  readonly parameters = new Parameters()
  /** Logarithm of the running mean of exp T over the batches. */
  readonly memory = new Float64Array(1)
  readonly #weights: Record<keyof CriticWeights, Parameter>
  readonly #random: PermutationSource

  constructor(width: number, random: PermutationSource, learningRate: number) {
    this.#random = random
    const add = (name: keyof CriticWeights, rows: number, columns: number, values: Float32Array) =>
      this.parameters.add(`critic ${name}`, 'whole', [rows, columns], values, learningRate)
    // one layer on [a | b], drawn as one and kept as two halves
    const input = xavier(2 * width, HIDDEN, random)
    this.#weights = {
      wa: add('wa', width, HIDDEN, input.slice(0, width * HIDDEN)),
      wb: add('wb', width, HIDDEN, input.slice(width * HIDDEN)),
      bias: add('bias', 1, HIDDEN, new Float32Array(HIDDEN)),
      out: add('out', 1, HIDDEN, xavier(HIDDEN, 1, random)),
      outBias: add('outBias', 1, 1, new Float32Array(1)),
    }
  }

  /** Its step raises the estimate. */
  estimate({ a, b }: CodePair): Estimate {
    const { leaves, leafOf } = this.parameters.lookup(NO_ROWS)
    const { wa, wb, bias, out, outBias } = this.#weights
    const critic: CriticWeights = {
      wa: leafOf(wa),
      wb: leafOf(wb),
      bias: tf.reshape(leafOf(bias), [HIDDEN]),
      out: tf.reshape(leafOf(out), [HIDDEN]),
      outBias: tf.reshape(leafOf(outBias), []),
    }
    const shuffle = this.#random.permutation(a.shape[0])
    const { bound, ascent, logMovingMean } = mineBound(a, b, critic, shuffle, {
      log: this.memory[0]!,
      share: MOVING_SHARE,
    })
    tf.dispose([leaves, critic.bias, critic.out, critic.outBias])
    return {
      bound,
      step: {
        take: async () => {
          const [mean] = await logMovingMean.data()
          this.memory[0] = mean!
          const descent = ascent.map((gradient) => tf.neg(gradient))
          await this.parameters.update(NO_ROWS, descent)
          tf.dispose(descent)
        },
        dispose: () => tf.dispose([[...ascent], logMovingMean]),
      },
    }
  }
}
