import type { Csr } from '../data/csr.ts'

/** One pair of matrices whose row-wise dot product is a term of the score. */
export interface Block {
  readonly dimension: number
  /** `[users, dimension]`, row-major */
  readonly user: Float32Array
  /** `[items, dimension]`, row-major */
  readonly item: Float32Array
}

/**
 * A block of the served model, and which sums it belongs to. The user side may be rows of ones and zeros instead of
 * vectors: a user's training history, with `dimension` = items and the item side saying what each item of a history
 * adds to the item's score (item-kNN, EASE).
 */
export interface ScoreBlock extends Omit<Block, 'user'> {
  /** `[users, dimension]` */
  readonly user: Float32Array | Csr
  /**
   * `collaborative`: what the ids say. `modal`: part of f_vt, the joint decoder over all modalities. `masked`: beside the
   * score, what it would be with some modalities masked less what it would be with all of them masked.
   */
  readonly role: 'collaborative' | 'modal' | 'masked'
  /** False for the joint decoder of a base that uses its features in another way (model.md section 5). */
  readonly inScore: boolean
  /** The one modality that this block depends on; absent where it depends on several or on none. */
  readonly modality?: string
}

/** A modality that the model reads, and which items have it. */
export interface ItemModality {
  readonly name: string
  /** 1 where the item has this modality; elsewhere it says nothing (0 after centring). `[items]` */
  readonly present: Uint8Array
}

/** Places in `Factors.blocks` whose sums are what the served score gains from modalities. */
export interface Interventional {
  /** s(u, i | all modalities) - s(u, i | none) */
  readonly joint: number[]
  /** s(u, i | this modality alone) - s(u, i | none), one a modality. */
  readonly alone: number[][]
}

/**
 * A trained model reduced to what serving, evaluating and explaining need.
 * score(u, i) = sum over blocks with `inScore` of <user[u], item[i]>.
 */
export interface Factors {
  readonly users: number
  readonly items: number
  readonly blocks: readonly ScoreBlock[]
  readonly modalities: readonly ItemModality[]
  /**
   * The observational reading, one a modality: what the blocks that depend on other modalities are expected to say, given
   * this one; f_m is that and its own blocks (`observedBlocks`). None where the model has no such reading. Blocks and
   * decoders may have one user side together: it is then the same array, held and kept once.
   */
  readonly decoders: readonly Block[]
  readonly interventional: Interventional
}
