import type { Leaves, Parameter, Parameters } from '../nn/index.ts'
import { gaussianBottleneck, tf } from '../compute/index.ts'

/**
 * Where the posterior's log-variance starts: sigma = .14, so that training begins with almost the base's own features
 * and compresses from there, instead of drowning them in unit noise.
 */
const INITIAL_LOG_VARIANCE = -4

/** A compressed modality, and what it costs in nats. */
export interface Compressed {
  readonly z: tf.Tensor2D // [rows, width]
  /** KL(q(z|x) || N(0, I)), summed over dimensions, averaged over rows. */
  readonly kl: tf.Scalar
}

/**
 * The encoder q(z_m | x_m) = N(mu, diag sigma^2) of one modality. It attaches to the base's projected feature h:
 * mu = h, so that a base keeps the meaning of its own Linear, and log sigma^2 = h V + c.
 */
export class Encoder {
  readonly #weight: Parameter // [width, width]
  readonly #bias: Parameter // [1, width]

  constructor(parameters: Parameters, modality: string, width: number, learningRate: number) {
    this.#weight = parameters.add(
      `V ${modality}`,
      'whole',
      [width, width],
      new Float32Array(width * width),
      learningRate,
    )
    this.#bias = parameters.add(
      `log-variance ${modality}`,
      'whole',
      [1, width],
      new Float32Array(width).fill(INITIAL_LOG_VARIANCE),
      learningRate,
    )
  }

  /**
   * @param h projected features of items that have the modality `[rows, width]`
   * @param noise standard normal draws `[rows, width]`; null takes the posterior mean, as in serving
   */
  compress(h: tf.Tensor2D, leafOf: Leaves, noise: Float32Array | null): Compressed {
    return gaussianBottleneck(h, leafOf(this.#weight), leafOf(this.#bias), noise && tf.tensor2d(noise, h.shape))
  }
}
