import type { Csr } from '../linalg/index.ts'

/** One pair of matrices whose row-wise dot product is a term of the score. */
export interface Block {
  readonly dimension: number
  /** `[users, dimension]`, row-major */
  readonly user: Float32Array
  /** `[items, dimension]`, row-major */
  readonly item: Float32Array
}

/**
 * A block of the served model, and the sums it belongs to. The user side may be rows of ones and zeros instead of
 * vectors: the training history of a user. Then `dimension` is the number of items, and the item side holds what each
 * item of a history adds to the item's score (item-kNN, EASE).
 */
export interface ScoreBlock extends Omit<Block, 'user'> {
  /** `[users, dimension]` */
  readonly user: Float32Array | Csr
  /**
   * - `collaborative`: the term of the ids.
   * - `modal`: part of f_vt, the joint decoder over all modalities.
   * - `masked`: not in the score. It is the score with some modalities masked minus the score with all of them masked.
   */
  readonly role: 'collaborative' | 'modal' | 'masked'
  /** False for the joint decoder of a base whose score uses its features in another way (docs/model.md section 2). */
  readonly inScore: boolean
  /** The one modality that this block depends on; absent if it depends on several or on none. */
  readonly modality?: string
}

/** A modality that the model reads, and the items that have it. */
export interface ItemModality {
  readonly name: string
  /** 1 if the item has this modality. Without it, its part is 0. `[items]` */
  readonly present: Uint8Array
}

/** Indexes into `Factors.blocks`. The sums of these blocks are what the served score gains from modalities. */
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
   * The decoders of the observational mode, one a modality: the expectation of the blocks of other modalities, given
   * this one. f_m is the decoder plus the modality's own blocks (`observedBlocks`). Empty if the model has no such
   * mode. Blocks and decoders may share a user side. It is then the same array, in memory and on disk.
   */
  readonly decoders: readonly Block[]
  readonly interventional: Interventional
}

/** A block whose user side is a history: rows of ones and zeros. */
export type HistoryBlock = ScoreBlock & { readonly user: Csr }

export function isHistory(block: Block | ScoreBlock): block is HistoryBlock {
  return !(block.user instanceof Float32Array)
}

/** A block with a vector for every user. */
export function hasVectors(block: ScoreBlock): block is ScoreBlock & Block {
  return !isHistory(block)
}

/** The index of the first block with the same user array, if there is one. An equal array does not count. */
export function blockOf({ user }: Block | ScoreBlock, blocks: readonly ScoreBlock[]): number | undefined {
  const index = blocks.findIndex((block) => block.user === user)
  return index < 0 ? undefined : index
}

/** <user side of one user, vector[start .. start + dimension)>; for a history, the sum over its items. */
export function dotUser(block: Block | ScoreBlock, user: number, vector: ArrayLike<number>, start = 0): number {
  let sum = 0
  if (isHistory(block)) {
    const { indptr, indices } = block.user
    for (let n = indptr[user]!; n < indptr[user + 1]!; n++) sum += vector[start + indices[n]!]!
    return sum
  }
  const values = (block as Block).user
  const from = user * block.dimension
  for (let d = 0; d < block.dimension; d++) sum += values[from + d]! * vector[start + d]!
  return sum
}

/** Indexes into `Factors.blocks` of the blocks that the observational mode explains. */
export interface Observed {
  /** f_joint: the joint decoder. If features act through graphs alone, what the score gains from them. */
  readonly joint: readonly number[]
  /** Of these, the blocks that depend on one modality alone; one list a modality. */
  readonly own: readonly (readonly number[])[]
}

export function observedBlocks({ blocks, modalities, interventional }: Factors): Observed {
  const modal = [...blocks.keys()].filter((index) => blocks[index]!.role === 'modal')
  const joint = modal.length > 0 ? modal : interventional.joint
  return { joint, own: modalities.map(({ name }) => joint.filter((index) => blocks[index]!.modality === name)) }
}

/**
 * Rejects factors whose arrays do not have the sizes they claim. A scan would silently read past the end of a row.
 *
 * @throws RangeError naming the array
 */
export function checkFactors(factors: Factors): void {
  const { users, items, blocks, modalities, decoders, interventional } = factors
  const check = (name: string, found: number, expected: number) => {
    if (found !== expected) throw new RangeError(`${name} holds ${found} numbers instead of ${expected}`)
  }
  blocks.forEach(({ dimension, user, item }, n) => {
    if (user instanceof Float32Array) check(`blocks[${n}].user`, user.length, users * dimension)
    else checkPairs(`blocks[${n}].user`, user, users, dimension)
    check(`blocks[${n}].item`, item.length, items * dimension)
  })
  modalities.forEach(({ name, present }) => check(`the ${name} modality's present`, present.length, items))
  if (decoders.length > 0) check('decoders', decoders.length, modalities.length)
  decoders.forEach(({ dimension, user, item }, m) => {
    check(`the ${modalities[m]!.name} decoder's user`, user.length, users * dimension)
    check(`the ${modalities[m]!.name} decoder's item`, item.length, items * dimension)
  })
  check('interventional.alone', interventional.alone.length, modalities.length)
  for (const index of [...interventional.joint, ...interventional.alone.flat()]) {
    if (!(index in blocks)) throw new RangeError(`the interventional mode names block ${index}, which does not exist`)
  }
  if (!blocks.some((block) => block.inScore)) throw new RangeError('no block is in the score')
}

/** @throws RangeError where it is no matrix of that many rows and columns */
export function checkPairs(name: string, { indptr, indices }: Csr, users: number, dimension: number): void {
  if (indptr.length !== users + 1) throw new RangeError(`${name} holds ${indptr.length - 1} rows instead of ${users}`)
  if (indptr[0] !== 0 || indptr[users] !== indices.length || indptr.some((end, n) => n > 0 && end < indptr[n - 1]!)) {
    throw new RangeError(`${name} is no matrix in compressed rows`)
  }
  if (indices.some((column) => column >= dimension))
    throw new RangeError(`${name} names a column past ${dimension - 1}`)
}
