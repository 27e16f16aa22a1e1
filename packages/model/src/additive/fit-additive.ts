import type { Csr } from '../linalg/index.ts'
import type { ModalityFeatures } from '../data/index.ts'
import { chooseWeights } from './choose-weights.ts'
import type { Histories } from './histories.ts'
import type { AdditiveModel } from './model.ts'
import { ADDITIVE_DEFAULTS, type AdditiveSettings } from './settings.ts'
import { solveParts } from './solve-parts.ts'

export interface AdditiveInput {
  readonly items: number
  /** Training histories, and likelihood weights of their pairs if they differ. */
  readonly histories: Histories
  /** What weights are chosen on; without it the parts stand alone beside popularity. `[shoppers, items]` */
  readonly valid?: Csr
  readonly modalities: readonly ModalityFeatures[]
  /** Row i: what each item of a history adds to the score of item i, as EASE gives it. `[items, items]` */
  readonly collaborative?: Float32Array
  readonly settings?: Partial<AdditiveSettings>
  readonly signal?: AbortSignal
}

export interface AdditiveFit {
  readonly model: AdditiveModel
  /** Validation NDCG@20 of the weights chosen; absent where nothing was held out. */
  readonly validNdcg?: number
}

/**
 * Fits a recommender whose scores are sums of parts (model.md section 8): f = sum_p f_p, f_p ~ GP(0, k_p), with the parts
 * of a functional ANOVA over modalities, hypotheses about which parts a shopper follows weighed by marginal likelihood,
 * and the covariance of each part learned from all shoppers.
 *
 * An interaction is an event of a Poisson process with rate n q_i exp(f_i), q being popularity. To second order about
 * f = 0, a history of n events has the sufficient statistic b = sum_j x_j and the precision n sum_i q_i x_i x_i^T.
 */
export function fitAdditive({
  items,
  histories,
  valid,
  modalities,
  collaborative,
  settings,
  signal,
}: AdditiveInput): AdditiveFit {
  const chosen = { ...ADDITIVE_DEFAULTS, ...settings }
  const solved = solveParts(modalities, histories, items, chosen, signal)
  const model: AdditiveModel = {
    ...solved,
    items,
    modalities: modalities.map(({ name, present }) => ({ name, present })),
    weights: { popularity: 1, collaborative: 0 },
    collaborative,
  }
  if (!valid || valid.indices.length === 0) return { model }
  const { weights, ndcg } = chooseWeights(model, histories, valid, chosen.tolerance)
  return { model: { ...model, weights }, validNdcg: ndcg }
}
