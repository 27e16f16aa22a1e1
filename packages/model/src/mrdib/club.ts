import type { UniformSource } from '../data/index.ts'
import { type Parameter, Parameters, xavier } from '../nn/index.ts'
import { clubBound, tf, type ClubWeights } from '../compute/index.ts'
import { HIDDEN, NO_ROWS, type CodePair, type Estimate, type InformationEstimator } from './estimator.ts'

/**
 * L_R from above, by the contrastive log-ratio bound CLUB (Cheng et al., ICML 2020) for one pair of modalities: with a
 * Gaussian q(z_b | z_a) that a network gives,
 *
 *     I = E_joint[log q(z_b | z_a)] - E_marginals[log q(z_b | z_a)],
 *
 * over unique items. The encoders minimize it with q held still; q has an optimizer of its own and fits the codes held
 * still by likelihood, one step each time. There is no min-max: MINE's two sides pull against each other.
 */
export class Club implements InformationEstimator {
  readonly parameters = new Parameters()
  readonly memory = new Float64Array(0)
  readonly #weights: Readonly<Record<keyof ClubWeights, Parameter>>

  constructor(width: number, random: UniformSource, learningRate: number) {
    const add = (
      name: keyof ClubWeights,
      rows: number,
      columns: number,
      values: Float32Array = new Float32Array(rows * columns),
    ) => this.parameters.add(`club ${name}`, 'whole', [rows, columns], values, learningRate)
    this.#weights = {
      hidden: add('hidden', width, HIDDEN, xavier(width, HIDDEN, random)),
      hiddenBias: add('hiddenBias', 1, HIDDEN),
      mean: add('mean', HIDDEN, width, xavier(HIDDEN, width, random)),
      meanBias: add('meanBias', 1, width),
      logVariance: add('logVariance', HIDDEN, width), // the same everywhere to begin with
      logVarianceBias: add('logVarianceBias', 1, width),
    }
  }

  /** Its step raises the likelihood of q. */
  estimate({ a, b }: CodePair): Estimate {
    const { leaves, leafOf } = this.parameters.lookup(NO_ROWS)
    const named = Object.entries(this.#weights).map(([name, parameter]) => [name, leafOf(parameter)])
    const { bound, descent } = clubBound(a, b, Object.fromEntries(named) as ClubWeights)
    tf.dispose(leaves)
    return {
      bound,
      step: {
        take: () => this.parameters.update(NO_ROWS, descent),
        dispose: () => tf.dispose([...descent]),
      },
    }
  }
}
