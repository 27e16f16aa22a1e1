import type { Factors } from '../factors/index.ts'

/** baseline + collaborative + sum(unique) + redundant + synergy = score, within 1e-5. Differences read as nats of preference. */
export interface Explanation {
  readonly score: number
  /** The user's mean score over the catalog. */
  readonly baseline: number
  /** What the ids say beyond the baseline. */
  readonly collaborative: number
  /** What only this modality says, by modality name. */
  readonly unique: Readonly<Record<string, number>>
  /** What two or more modalities say alike: what this model's decoders share, an estimate. */
  readonly redundant: number
  /** What only their combination says. */
  readonly synergy: number
}

/**
 * Two ways to say what a modality alone says, both offered and never mixed (model.md section 5).
 *
 * `observational`: what information each modality carries, f_m = E[f_joint | z_m]; of a score in which features act through
 * graphs alone, with what an item hears in the graph of m for z_m. `interventional`: what the served function uses,
 * s(u, i | m alone) - s(u, i | none), with the codes of what is not named masked to their prior mean and its edges removed.
 */
export const READINGS = ['observational', 'interventional'] as const
export type Reading = (typeof READINGS)[number]

/**
 * The readings a model has, the one to show first. A base without MRdIB that is no sum over graphs has nothing to observe.
 * Where the joint decoder stands beside the score, what is observed is the decoder's opinion: the score's own comes first.
 */
export function readingsOf({ blocks, decoders }: Factors): readonly [Reading, ...Reading[]] {
  if (decoders.length === 0) return ['interventional']
  const isBeside = blocks.some(({ role, inScore }) => role === 'modal' && !inScore)
  return isBeside ? ['interventional', 'observational'] : READINGS
}
