/** Settings of the additive base. One set of defaults serves all data; the rest is chosen by likelihood or on validation. */
export interface AdditiveSettings {
  /** Most principal components of a modality. */
  readonly mostComponents: number
  /** Components per item, so that few items are not described by as many numbers. */
  readonly componentsPerItem: number
  /** How many directions modalities share; chosen by likelihood where absent. */
  readonly sharedDirections?: number
  readonly productRank: number
  readonly interactionRank: number
  readonly warmRounds: number
  readonly rounds: number
  readonly priorShoppers: number
  /** Shoppers that covariances are learned from; all are weighed when it is done. */
  readonly mostShoppers: number
  /** Coordinates with less than this share of their part's variance are dropped. */
  readonly leastVariance: number
  /** Of the weights whose validation NDCG@20 is within this share of the best, the least collaborative are taken. */
  readonly tolerance: number
}

export const ADDITIVE_DEFAULTS: AdditiveSettings = {
  mostComponents: 32,
  componentsPerItem: 0.3,
  productRank: 12,
  interactionRank: 48,
  warmRounds: 20,
  rounds: 20,
  priorShoppers: 2,
  mostShoppers: 2000,
  leastVariance: 1e-4,
  tolerance: 0.01,
}
