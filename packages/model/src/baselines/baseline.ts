import type { RecommenderDescriptor } from '../bases/index.ts'
import type { Csr } from '../linalg/index.ts'
import type { ItemNeighbours } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import type { ScoreBlock } from '../factors/index.ts'

/** What a baseline is computed from. */
export interface BaselineInput {
  readonly users: number
  readonly items: number
  /** Training pairs X. `[users, items]` */
  readonly train: Csr
  /** Confidence of each training pair, of mean 1; absent where all count 1. `[train pairs]` */
  readonly weights?: Float32Array
  /** The most similar items of every item in each modality, `neighbours` of each; found when asked for. */
  readonly graphs: () => Promise<readonly ItemNeighbours[]>
  readonly settings: BaselineSettings
  /** Called with the share that is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}

/** The settings of a training run that baselines read. */
export interface BaselineSettings {
  readonly neighbours: number
  readonly shrinkage: number
  readonly regularization: number
  readonly graphWeight: number
}

/** A recommender in closed form, from interactions alone. */
export interface Baseline extends RecommenderDescriptor {
  /** Computes the one block of the score. */
  solve(input: BaselineInput): Promise<ScoreBlock> | ScoreBlock
}

/** Weights of pairs of items are kept dense: 4 GiB of them. */
const MOST_ITEMS = 32_768

/**
 * Room for a weight of every pair of items. `[items, items]`
 *
 * @throws UserFacingError where that would be too many
 */
export function pairWeights(name: string, items: number): Float32Array {
  if (items <= MOST_ITEMS) return new Float32Array(items * items)
  const number = (value: number) => value.toLocaleString('en-US')
  throw new UserFacingError(
    `${name} keeps a weight for every pair of items: ${number(items)} items would need ` +
      `${((items * items * 4) / 2 ** 30).toFixed(1)} GiB; at most ${number(MOST_ITEMS)} items are taken.`,
  )
}
