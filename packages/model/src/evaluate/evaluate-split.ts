import { type Factors, scorerOf } from '../factors/index.ts'
import { type Dataset, resolveSplit } from '../data/index.ts'
import { heldOutUsers, validate } from './evaluate.ts'
import type { Metrics } from './metrics.ts'

export interface EvaluateOptions {
  /** Seed of the split, where the data set has none of its own. */
  readonly seed: number
  /** Most users that are ranked for; of more, the same sample for every model. */
  readonly evaluationUsers: number
  readonly signal?: AbortSignal
}

/**
 * Metrics of a model on the validation and the test part of a data set, as `fit` reports them: full ranking, with the
 * user's training items masked.
 *
 * @param factors users and items in the numbering of the data set
 * @throws the reason of the signal
 */
export async function evaluateSplit(
  factors: Factors,
  dataset: Dataset,
  { seed, evaluationUsers, signal }: EvaluateOptions,
): Promise<{ valid: Metrics; test: Metrics }> {
  const { train, valid, test } = resolveSplit(dataset, seed)
  const scorer = scorerOf(factors)
  const metricsOn = (heldOut: typeof valid) =>
    validate(scorer, train, heldOut, heldOutUsers(heldOut, evaluationUsers), signal)
  return { valid: await metricsOn(valid), test: await metricsOn(test) }
}
