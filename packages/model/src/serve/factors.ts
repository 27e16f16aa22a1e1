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
  /** `collaborative`: what the ids say. `modal`: part of f_vt, the joint decoder over all modalities. */
  readonly role: 'collaborative' | 'modal'
  /** False for the joint decoder of a base that uses its features in another way (model.md section 5). */
  readonly inScore: boolean
}

/** f_m: what one modality alone says, on the served scale once multiplied by `scale`. */
export interface UnimodalDecoder extends Block {
  readonly modality: string
  /** Consistent calibration to the scale of the joint decoder, fitted on validation. */
  readonly scale: number
  /** 1 where the item has this modality; elsewhere the decoder says nothing (0 after centring). `[items]` */
  readonly present: Uint8Array
}

/**
 * A trained model reduced to what serving, evaluating and explaining need.
 * score(u, i) = sum over blocks with `inScore` of <user[u], item[i]>.
 */
export interface Factors {
  readonly users: number
  readonly items: number
  readonly blocks: readonly ScoreBlock[]
  readonly decoders: readonly UnimodalDecoder[]
  /** `observational`: decoders trained on their own. `interventional`: the served score with the other modalities masked. */
  readonly reading: 'observational' | 'interventional'
}
