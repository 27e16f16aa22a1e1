import type { Block, Factors } from './factors.ts'

/** Vectors whose dot product is the whole score. */
export interface Vectors {
  readonly dimension: number
  /** `[rows, dimension]`, row-major */
  readonly values: Float32Array
}

/** The score as two sides: it is the dot product of a user's vector and an item's. */
export interface Scorer {
  /** The vectors of all items. */
  readonly items: Vectors
  /** The vectors of some users, in the order given. */
  usersOf(users: ArrayLike<number>): Vectors
}

export function scorerOf(factors: Factors): Scorer {
  return { items: itemVectors(factors), usersOf: (users) => userVectors(factors, users) }
}

/** The item side of every block in the score, side by side; the block's own array where there is only one. */
export function itemVectors(factors: Factors): Vectors {
  const blocks = factors.blocks.filter((block) => block.inScore)
  return concatenate(blocks, (block) => block.item, factors.items)
}

/** The user side of every block in the score, side by side: of all users, or of `users` in the order given. */
export function userVectors(factors: Factors, users?: ArrayLike<number>): Vectors {
  const blocks = factors.blocks.filter((block) => block.inScore)
  return concatenate(blocks, (block) => block.user, users?.length ?? factors.users, users)
}

/** Some rows of vectors, in the order given. */
export function selectVectors({ dimension, values }: Vectors, rows: ArrayLike<number>): Vectors {
  const selected = new Float32Array(rows.length * dimension)
  for (let n = 0; n < rows.length; n++) {
    selected.set(values.subarray(rows[n] * dimension, (rows[n] + 1) * dimension), n * dimension)
  }
  return { dimension, values: selected }
}

function concatenate(
  blocks: readonly Block[],
  side: (block: Block) => Float32Array,
  count: number,
  rows?: ArrayLike<number>,
): Vectors {
  const dimension = blocks.reduce((sum, block) => sum + block.dimension, 0)
  if (blocks.length === 1 && !rows) return { dimension, values: side(blocks[0]) }
  const values = new Float32Array(count * dimension)
  let start = 0
  for (const block of blocks) {
    const source = side(block)
    for (let n = 0; n < count; n++) {
      const from = (rows ? rows[n] : n) * block.dimension
      values.set(source.subarray(from, from + block.dimension), n * dimension + start)
    }
    start += block.dimension
  }
  return { dimension, values }
}
