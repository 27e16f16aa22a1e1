import { xavier, type UniformSource } from '../bases/initialise.ts'
import { expandRow } from '../bases/linear.ts'
import { Parameters, type Leaves, type Parameter } from '../bases/parameters.ts'
import { tf } from '../compute/index.ts'
import { HIDDEN, NO_ROWS, type CodePair, type Estimate, type InformationEstimator } from './estimator.ts'

/** log sigma^2 of q stays between -4, a code's own noise when training begins, and 4: no bound rests on a sure guess. */
const LOG_VARIANCE_LIMIT = 4

/** q(z_b | z_a) for each row. */
interface Guess {
  readonly mean: tf.Tensor2D // [n, width]
  readonly logVariance: tf.Tensor2D // [n, width]
}

/**
 * L_R from above, by the contrastive log-ratio bound CLUB (Cheng et al., ICML 2020, eq. 10): with a Gaussian
 * q(z_b | z_a) that a network gives,
 *
 *     I = E_joint[log q(z_b | z_a)] - E_marginals[log q(z_b | z_a)],
 *
 * over unique items. All pairs of the batch are its marginals: for a Gaussian their mean needs no more than the mean and
 * the variance of z_b. The encoders minimise it with q held still; q is fitted by maximum likelihood on codes held still,
 * one step each time. Both pull the same way where MINE's two sides pull against each other.
 */
export class Club implements InformationEstimator {
  readonly parameters = new Parameters()
  readonly memory = new Float64Array(0)
  readonly #hidden: Layer
  readonly #mean: Layer
  readonly #logVariance: Layer

  constructor(width: number, random: UniformSource, learningRate: number) {
    const layer = (name: string, from: number, to: number, weights: Float32Array): Layer => ({
      weight: this.parameters.add(`club W ${name}`, 'whole', [from, to], weights, learningRate),
      bias: this.parameters.add(`club b ${name}`, 'whole', [1, to], new Float32Array(to), learningRate),
    })
    this.#hidden = layer('hidden', width, HIDDEN, xavier(width, HIDDEN, random))
    this.#mean = layer('mean', HIDDEN, width, xavier(HIDDEN, width, random))
    this.#logVariance = layer('log-variance', HIDDEN, width, new Float32Array(HIDDEN * width))
  }

  /** Its step raises the likelihood of q. */
  estimate({ a, b }: CodePair): Estimate {
    const bound = tf.tidy(() => {
      const { mean, logVariance } = this.#guess(a, this.parameters.lookup(NO_ROWS).leafOf)
      const n = b.shape[0]
      const centre = meanRow(b) // [1, width]
      const variance = meanRow(tf.square(tf.sub(b, expandRow(centre, n)))) // [1, width]
      // E_j (b_j - mean_i)^2 = variance of b + (mean_i - centre)^2; log sigma^2 of a row is in both means and goes
      const apart = tf.add(tf.square(tf.sub(mean, expandRow(centre, n))), expandRow(variance, n)) // [n, width]
      const own = tf.square(tf.sub(b, mean)) // [n, width]
      return tf.div(tf.sum(tf.mul(tf.sub(apart, own), tf.exp(tf.neg(logVariance)))), 2 * n) as tf.Scalar
    })
    const codes: CodePair = { a: tf.keep(tf.clone(a)), b: tf.keep(tf.clone(b)) }
    return { bound, step: { take: () => this.#fit(codes), dispose: () => tf.dispose([codes.a, codes.b]) } }
  }

  /** One step up the likelihood of q. */
  async #fit(codes: CodePair): Promise<void> {
    const { leaves, leafOf } = this.parameters.lookup(NO_ROWS)
    const { value, grads } = tf.engine().gradients(() => this.#surprise(codes, leafOf), leaves)
    await this.parameters.update(NO_ROWS, grads)
    tf.dispose([value, grads, leaves])
  }

  /** -E_joint[log q(z_b | z_a)], but for a constant. */
  #surprise({ a, b }: CodePair, leafOf: Leaves): tf.Scalar {
    const { mean, logVariance } = this.#guess(a, leafOf)
    const squares = tf.mul(tf.square(tf.sub(b, mean)), tf.exp(tf.neg(logVariance))) // [n, width]
    return tf.div(tf.sum(tf.add(squares, logVariance)), 2 * b.shape[0])
  }

  #guess(a: tf.Tensor2D, leafOf: Leaves): Guess {
    const hidden = tf.relu(apply(this.#hidden, a, leafOf)) // [n, HIDDEN]
    const free = apply(this.#logVariance, hidden, leafOf) // [n, width]
    const logVariance = tf.mul(tf.tanh(tf.mul(free, 1 / LOG_VARIANCE_LIMIT)), LOG_VARIANCE_LIMIT) as tf.Tensor2D
    return { mean: apply(this.#mean, hidden, leafOf), logVariance }
  }
}

interface Layer {
  readonly weight: Parameter // [from, to]
  readonly bias: Parameter // [1, to]
}

/** x W + b. `[n, to]` */
function apply({ weight, bias }: Layer, x: tf.Tensor2D, leafOf: Leaves): tf.Tensor2D {
  return tf.add(tf.matMul(x, leafOf(weight)), expandRow(leafOf(bias), x.shape[0]))
}

/** The mean over rows, as a product because that is fast both ways. `[1, width]` */
function meanRow(x: tf.Tensor2D): tf.Tensor2D {
  const n = x.shape[0]
  return tf.matMul(tf.fill<tf.Rank.R2>([1, n], 1 / n), x)
}
