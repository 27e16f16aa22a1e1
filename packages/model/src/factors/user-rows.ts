import { type Block, type Factors, type HistoryBlock, isHistory, type ScoreBlock } from './factors.ts'

/** One user's side of a model: a row of every block and of every decoder, in their order. */
export interface UserRows {
  readonly blocks: readonly Float32Array[] // [dimension] each
  readonly decoders: readonly Float32Array[] // [dimension] each
}

/** The rows of a user the model was trained on. They are views, not copies; only histories are written out. */
export function rowsOfUser({ blocks, decoders }: Factors, user: number): UserRows {
  const row = (block: Block | ScoreBlock) => {
    if (isHistory(block)) return writtenOut(block, user)
    const { dimension, user: rows } = block as Block
    return rows.subarray(user * dimension, (user + 1) * dimension)
  }
  return { blocks: blocks.map(row), decoders: decoders.map(row) }
}

function writtenOut({ dimension, user: { indptr, indices } }: HistoryBlock, user: number): Float32Array {
  const row = new Float32Array(dimension)
  for (let n = indptr[user]!; n < indptr[user + 1]!; n++) row[indices[n]!] = 1
  return row
}

/** The vector whose dot product with an item's is the whole score. `[dimension]` */
export function scoreVector({ blocks }: Factors, rows: UserRows): Float32Array {
  const inScore = rows.blocks.filter((_, n) => blocks[n]!.inScore)
  const vector = new Float32Array(inScore.reduce((sum, row) => sum + row.length, 0))
  let start = 0
  for (const row of inScore) {
    vector.set(row, start)
    start += row.length
  }
  return vector
}
