import { UserFacingError } from '../errors.ts'
import type { BaseInput, Modality } from './base.ts'

/**
 * The modalities of a base that cannot do without feature vectors.
 *
 * @throws UserFacingError where the data has none
 */
export function featuresNeeded({ modalities, config }: BaseInput): readonly Modality[] {
  if (modalities.length === 0) {
    throw new UserFacingError(`The base ${config.base} reads feature vectors of items, and the data has none.`)
  }
  return modalities
}
