import type { Factors } from '../serve/factors.ts'

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
