import type { FeatureValues } from './features.ts'

/** Which part of the evaluation an interaction belongs to, as in the `x_label` column of `.inter` files. */
export const SPLIT = { train: 0, valid: 1, test: 2 } as const

/** Interactions as parallel arrays: no object per row, so that 10^7 of them fit in memory. */
export interface Interactions {
  /** User index of each row. `[n]` */
  readonly users: Uint32Array
  /** Item index of each row. `[n]` */
  readonly items: Uint32Array
  /**
   * Confidence that the user likes the item. 0 or less: the user has seen the item, and the row is no positive (a low
   * rating, say). Absent where every row counts 1. `[n]`
   */
  readonly weights?: Float32Array
  /** Seconds since the epoch. `[n]` */
  readonly times?: Float64Array
  /** `SPLIT` label; absent where the data set has no split of its own. `[n]` */
  readonly split?: Uint8Array
}

/** Pre-extracted features of every item in one modality. */
export interface ModalityFeatures {
  /** `image`, `text`, `audio`, ...: the caller's own name. */
  readonly name: string
  readonly dimension: number
  /** Row-major; the row of an item without this modality holds zeros and must not be read. `[items, dimension]` */
  readonly values: FeatureValues
  /** What the row of each item is multiplied by; absent where that is 1. `[items]` */
  readonly scale?: Float32Array
  /** 1 where the item has this modality. `[items]` */
  readonly present: Uint8Array
}

/**
 * The nearest items of every item in one modality, itself first, for data whose feature vectors are not to be had.
 * Places that hold no neighbour have index -1.
 */
export interface ItemNeighbours {
  readonly name: string
  /** Neighbours kept of each item, itself among them. */
  readonly count: number
  /** `[items, count]` */
  readonly indices: Int32Array
  /** Cosine similarities. `[items, count]` */
  readonly cosines: Float32Array
}

/** What a model is trained on. Users and items are dense indexes; the ids are the callers' own strings. */
export interface Dataset {
  readonly name: string
  readonly userIds: readonly string[]
  readonly itemIds: readonly string[]
  readonly interactions: Interactions
  readonly modalities: readonly ModalityFeatures[]
  /** Modalities of which only the neighbours are known, or whose neighbours were found on better vectors. */
  readonly neighbours?: readonly ItemNeighbours[]
  /**
   * 1 where an item came after everything that is trained on: nobody can have passed it over, so training does not take
   * it for disliked and ranks it by its features alone. No item is new where absent. `[items]`
   */
  readonly newItems?: Uint8Array
}
