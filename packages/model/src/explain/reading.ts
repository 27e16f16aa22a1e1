import type { Factors } from '../serve/factors.ts'

/**
 * Two ways to say what a modality alone says, both offered and never mixed (model.md section 5).
 *
 * `observational`: what information each modality carries, f_m = E[f_joint | z_m]. `interventional`: what the served
 * function uses, s(u, i | z_m) - s(u, i | none), with what is not named masked to its prior mean.
 */
export const READINGS = ['observational', 'interventional'] as const
export type Reading = (typeof READINGS)[number]

/** The readings a model has, the one to show first. A base without MRdIB has no joint decoder to observe. */
export function readingsOf({ decoders }: Factors): readonly [Reading, ...Reading[]] {
  return decoders.length > 0 ? READINGS : ['interventional']
}
