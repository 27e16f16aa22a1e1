import { sumScalars, type tf } from '../compute/index.ts'

/** One term of the loss: what it is now, and how much it counts. */
export interface Term {
  readonly value: tf.Scalar
  readonly weight: number
}

/** The terms of a loss, by the names progress and errors use, in the order of the formula. */
export type Terms = Readonly<Record<string, Term>>

export interface Weights {
  /** alpha1, of the compression. */
  readonly bottleneck: number
  /** alpha2, of the information the modalities share. */
  readonly redundancy: number
  /** alpha3, of the uni-modal decoders. */
  readonly unique: number
  /** Weight of the joint decoder's own ranking loss: ours, not the paper's (model.md section 5). */
  readonly joint: number
}

export interface Parts {
  /** E[-log p(y | z_1..z_M)] of the served score. */
  readonly likelihood: tf.Scalar
  /** KL(q(z_m | x_m) || N(0, I)), one a modality. */
  readonly kl: readonly tf.Scalar[]
  /** Estimates of I(Z_m; Z_n), one a pair. */
  readonly information: readonly tf.Scalar[]
  /** sum_m E[-log p(y | z_m)] */
  readonly unique: tf.Scalar
  /** E[-log p(y | z_1..z_M)] of f_vt alone, without what the ids say. */
  readonly joint: tf.Scalar
}

/**
 * The objective of MRdIB (arXiv 2509.20225; model.md section 2), in its order:
 *
 *     L_MIB = E[-log p(y | z_1..z_M)] + alpha1 sum_m KL(q(z_m | x_m) || N(0, I))
 *     L     = L_MIB + alpha2 L_R + alpha3 L_U
 *
 * L_S is the likelihood in L_MIB again and has no coefficient. Beside it stands the same likelihood of f_vt alone, so
 * that the modalities carry their own evidence and are not left with what the ids do not take.
 */
export function objective({ likelihood, kl, information, unique, joint }: Parts, weights: Weights): Terms {
  return {
    ranking: { value: likelihood, weight: 1 },
    bottleneck: { value: sumScalars(kl), weight: weights.bottleneck },
    redundancy: { value: mean(information), weight: weights.redundancy },
    unique: { value: unique, weight: weights.unique },
    joint: { value: joint, weight: weights.joint },
  }
}

/** The loss itself: each term times its weight. A term of weight 0 is shown and not trained. */
export function total(terms: Terms): tf.Scalar {
  const counted = Object.values(terms).filter(({ weight }) => weight !== 0)
  return sumScalars(
    counted.map(({ value }) => value),
    counted.map(({ weight }) => weight),
  )
}

function mean(values: readonly tf.Scalar[]): tf.Scalar {
  return sumScalars(
    values,
    values.map(() => 1 / values.length),
  )
}
