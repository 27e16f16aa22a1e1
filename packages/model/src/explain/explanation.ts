import type { Factors } from '../factors/index.ts'

/**
 * A score in parts: baseline + collaborative + sum(unique) + redundant + synergy = score, within 1e-5 (docs/model.md
 * section 5). Differences of parts read as nats of preference.
 */
export interface Explanation {
  readonly score: number
  /** The user's mean score over the catalog. */
  readonly baseline: number
  /** The part of the ids beyond the baseline. */
  readonly collaborative: number
  /** The part of one modality alone, by modality name. */
  readonly unique: Readonly<Record<string, number>>
  /** The part that two or more modalities have in common: an estimate from this model's decoders. */
  readonly redundant: number
  /** The part of their combination alone. */
  readonly synergy: number
}

/**
 * Two ways to value a modality alone; they are never mixed (docs/model.md section 5).
 *
 * - `observational`: the information that each modality carries, f_m = E[f_joint | z_m]. If features act through graphs
 *   alone, z_m is what an item receives through the graph of m.
 * - `interventional`: what the served function uses, s(u, i | m alone) - s(u, i | none). The codes of the other
 *   modalities
 *   are masked to their prior mean and their edges are removed.
 */
export const EXPLANATION_MODES = ['observational', 'interventional'] as const
export type ExplanationMode = (typeof EXPLANATION_MODES)[number]

/**
 * The modes of a model, the default first. A base without MRdIB has no observational mode unless its score is a sum
 * over graphs. If the joint decoder is not in the score, the observational mode describes the decoder, so it comes
 * second.
 */
export function modesOf({ blocks, decoders }: Factors): readonly [ExplanationMode, ...ExplanationMode[]] {
  if (decoders.length === 0) return ['interventional']
  const isBeside = blocks.some(({ role, inScore }) => role === 'modal' && !inScore)
  return isBeside ? ['interventional', 'observational'] : EXPLANATION_MODES
}
