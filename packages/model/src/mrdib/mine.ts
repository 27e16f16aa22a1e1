import { xavier, type UniformSource } from '../bases/initialise.ts'
import { everyRow, Parameters, type Parameter, type Rows } from '../bases/parameters.ts'
import { gatherRows, mineBound, tf, type CriticWeights, type MineBound } from '../compute/index.ts'

const HIDDEN = 64
const NO_ROWS: Rows = { userRows: new Int32Array(0), itemRows: new Int32Array(0) }
/** Share of a new batch in the running mean that unbiases the critic's gradient. */
const MOVING_SHARE = 0.01

/** Codes of the items that have both modalities, and in which order the second's are paired anew. */
export interface CodePair {
  readonly a: tf.Tensor2D // [n, width]
  readonly b: tf.Tensor2D // [n, width]
  readonly shuffle: Int32Array // [n]
}

/** How a critic is to move; its tensors are kept until it does. */
export type CriticStep = Omit<MineBound, 'bound'>

export interface Estimate {
  readonly bound: tf.Scalar
  readonly step: CriticStep
}

/** What draws permutations. */
export interface PermutationSource extends UniformSource {
  permutation(n: number): Int32Array
}

/**
 * L_R: the Donsker-Varadhan estimate of I(Z_a; Z_b) of MINE (Belghazi et al., ICML 2018) for one pair of modalities,
 *
 *     I = E_joint[T] - log E_marginals[exp T],
 *
 * over unique items. The encoders minimise it with the critic T held still; T has an optimiser of its own and maximises
 * it on codes held still (min-max).
 */
export class Critic {
  readonly parameters = new Parameters()
  readonly #weights: Record<keyof CriticWeights, Parameter>
  /** Logarithm of the running mean of exp T over the batches. */
  logMovingMean = 0

  constructor(width: number, random: UniformSource, learningRate: number) {
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

  /**
   * The estimate, in nats, which is what the encoders minimise; and the step by which the critic would raise it, to be
   * taken with `improve` or disposed.
   */
  estimate({ a, b, shuffle }: CodePair): Estimate {
    const { leaves, leafOf } = this.parameters.lookup(NO_ROWS)
    const { wa, wb, bias, out, outBias } = this.#weights
    const critic: CriticWeights = {
      wa: leafOf(wa),
      wb: leafOf(wb),
      bias: tf.reshape(leafOf(bias), [HIDDEN]),
      out: tf.reshape(leafOf(out), [HIDDEN]),
      outBias: tf.reshape(leafOf(outBias), []),
    }
    const { bound, ...step } = mineBound(a, b, critic, shuffle, { log: this.logMovingMean, share: MOVING_SHARE })
    tf.dispose([leaves, critic.bias, critic.out, critic.outBias])
    return { bound, step }
  }

  /** Takes a step towards a larger estimate, and disposes it. */
  async improve({ ascent, logMovingMean }: CriticStep): Promise<void> {
    const [mean] = await logMovingMean.data()
    this.logMovingMean = mean
    const descent = ascent.map((gradient) => tf.neg(gradient))
    await this.parameters.update(NO_ROWS, descent)
    tf.dispose([descent, [...ascent], logMovingMean])
  }
}

/**
 * The codes of two modalities for the items that have both; null where fewer than two do, as nothing can be shuffled.
 *
 * @param z `[item rows, width]` each
 * @param present for each modality 1 where the item row has it
 */
export function codePair(
  z: readonly [a: tf.Tensor2D, b: tf.Tensor2D],
  present: readonly [a: Uint8Array, b: Uint8Array],
  random: PermutationSource,
): CodePair | null {
  const all = !present[0].includes(0) && !present[1].includes(0)
  const rows = everyRow(present[0].length)
  const both = all ? rows : rows.filter((row) => present[0][row] && present[1][row])
  if (both.length < 2) return null
  const [a, b] = z.map((codes) => (all ? codes : gatherRows(codes, both)))
  return { a, b, shuffle: random.permutation(both.length) }
}
