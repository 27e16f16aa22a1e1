import type { Csr } from '../data/csr.ts'
import type { Block, ScoreBlock } from './factors.ts'

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
    for (let n = indptr[user]; n < indptr[user + 1]; n++) sum += vector[start + indices[n]]
    return sum
  }
  const values = (block as Block).user
  const from = user * block.dimension
  for (let d = 0; d < block.dimension; d++) sum += values[from + d] * vector[start + d]
  return sum
}
