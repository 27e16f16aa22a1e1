import type { Csr, Table } from '../linalg/index.ts'
import type { Factors } from '../factors/index.ts'
import { drawComparisons, type ItemSource } from './comparisons.ts'
import { regressionDecoders } from './modality-regression.ts'
import { shrink } from './shrinkage.ts'

/**
 * Standard errors by which the mean validation NDCG@20 must fall to count as worse. Two would be too few: the epoch was
 * chosen because it ranks these users best, so any change looks worse.
 */
const CLEARLY = 3

export interface Calibration {
  /** Untrained codes of all items, one table a modality (`principalCodes`). */
  readonly codes: readonly Table[]
  /** `[users, items]` */
  readonly train: Csr
  /** The validation pairs. `[users, items]` */
  readonly heldOut: Csr
  readonly random: ItemSource
  /** NDCG@20 of users on the held-out pairs, in a fixed order. Called only if the served score would change. */
  readonly ndcg20: (factors: Factors) => Promise<Float64Array>
}

/**
 * Prepares a trained MRdIB model for explanations (docs/model.md section 5, docs/decisions/0044). It shrinks the joint
 * decoder, and the served score with it, unless validation then ranks clearly worse. The uni-modal decoders come from
 * the served blocks, so that all are on one scale.
 */
export async function calibrate(factors: Factors, calibration: Calibration): Promise<Factors> {
  const { codes, train, heldOut, random, ndcg20 } = calibration
  const comparisons = drawComparisons(factors.items, train, heldOut, random)
  let served = shrink(factors, comparisons)
  const changes = served.blocks.some((block, n) => block.inScore && block !== factors.blocks[n])
  if (changes && isClearlyWorse(await ndcg20(served), await ndcg20(factors))) served = factors
  return { ...served, decoders: regressionDecoders(served, codes) }
}

/** Whether the mean of paired figures fell by more than chance explains. */
function isClearlyWorse(after: Float64Array, before: Float64Array): boolean {
  const count = after.length
  const changes = after.map((value, user) => value - before[user]!)
  const mean = changes.reduce((sum, change) => sum + change, 0) / count
  const variance = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / count
  return mean < -CLEARLY * Math.sqrt(variance / count)
}
