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

/** A block whose user side is a history: rows of ones and zeros. */
export type HistoryBlock = ScoreBlock & { readonly user: Csr }

export function isHistory(block: Block | ScoreBlock): block is HistoryBlock {
  return !(block.user instanceof Float32Array)
}

/** A block with a vector for every user. */
export function hasVectors(block: ScoreBlock): block is ScoreBlock & Block {
  return !isHistory(block)
}

/** The first block that has this very user side, if one does: not an equal one, the same array. */
export function blockOf({ user }: Block | ScoreBlock, blocks: readonly ScoreBlock[]): number | undefined {
  const place = blocks.findIndex((block) => block.user === user)
  return place < 0 ? undefined : place
}

/** <user side of one user, vector[start .. start + dimension)>: of a history, the sum over the items it holds. */
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

/** Places in `Factors.blocks` of what the observational reading is about. */
export interface Observed {
  /** f_joint: the joint decoder, or of a base whose features act through graphs alone what its score gains from them. */
  readonly joint: readonly number[]
  /** Those of them that depend on one modality alone; one list a modality. */
  readonly own: readonly (readonly number[])[]
}

export function observedBlocks({ blocks, modalities, interventional }: Factors): Observed {
  const modal = [...blocks.keys()].filter((place) => blocks[place]!.role === 'modal')
  const joint = modal.length > 0 ? modal : interventional.joint
  return { joint, own: modalities.map(({ name }) => joint.filter((place) => blocks[place]!.modality === name)) }
}

/**
 * Refuses factors whose arrays do not have the sizes they claim: a scan over them would read past a row in silence.
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
  for (const place of [...interventional.joint, ...interventional.alone.flat()]) {
    if (!(place in blocks)) throw new RangeError(`the interventional reading names a block ${place} that is not there`)
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
