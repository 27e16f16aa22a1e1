import { type Factors, type HistoryBlock, isHistory, type ScoreBlock } from './factors.ts'
import { scoreVector, type UserRows } from './user-rows.ts'

/** Vectors whose dot product is the whole score. */
export interface Vectors {
  readonly dimension: number
  /** `[rows, dimension]`, row-major */
  readonly values: Float32Array
}

/** Both sides of the score of some users. */
export interface Sides {
  readonly dimension: number
  /** `[given users, dimension]` */
  readonly users: Float32Array
  /** `[items, dimension]` */
  readonly items: Float32Array
}

/** The score as two sides: it is the dot product of a user's vector and an item's. */
export interface Scorer {
  /** The vectors of all items. */
  readonly items: Vectors
  /** Both sides for some users, in the order given. */
  sidesOf(users: ArrayLike<number>): Sides
}

export function scorerOf(factors: Factors): Scorer {
  const items = itemVectors(factors)
  const narrowing = scoring(factors).some(isHistory)
  return {
    items,
    sidesOf: (users) => (narrowing ? narrowSides(factors, users) : sides(userVectors(factors, users), items)),
  }
}

export function sides(users: Vectors, items: Vectors): Sides {
  return { dimension: items.dimension, users: users.values, items: items.values }
}

const scoring = (factors: Factors) => factors.blocks.filter((block) => block.inScore)

/** The item side of every block in the score, side by side; the block's own array where there is only one. */
export function itemVectors(factors: Factors): Vectors {
  return sideBySide(scoring(factors).map(({ dimension, item }) => ({ dimension, values: item })))
}

/** The user side of every block in the score, side by side, of `users` in the order given. */
export function userVectors(factors: Factors, users: ArrayLike<number>): Vectors {
  return sideBySide(scoring(factors).map((block) => ({ dimension: block.dimension, values: userRows(block, users) })))
}

/** Some rows of vectors, in the order given. */
export function selectVectors({ dimension, values }: Vectors, rows: ArrayLike<number>): Vectors {
  const selected = new Float32Array(rows.length * dimension)
  for (let n = 0; n < rows.length; n++) {
    selected.set(values.subarray(rows[n]! * dimension, (rows[n]! + 1) * dimension), n * dimension)
  }
  return { dimension, values: selected }
}

/**
 * Both sides of the score of some users, if a block has histories for its user side. Of such a block, only the columns
 * that one of these users has are taken. The others, which are nearly all, add nothing.
 */
function narrowSides(factors: Factors, users: ArrayLike<number>): Sides {
  const blocks = scoring(factors).map((block) => {
    const { dimension, item } = block
    return isHistory(block) ? narrow(block, users) : { dimension, user: userRows(block, users), item }
  })
  return sides(
    sideBySide(blocks.map(({ dimension, user }) => ({ dimension, values: user }))),
    sideBySide(blocks.map(({ dimension, item }) => ({ dimension, values: item }))),
  )
}

/**
 * Both sides of the score of one user whose rows were made outside the model; of a history, only the columns it has.
 *
 * @param items the item side of the whole score, as `scorerOf` gives it
 */
export function sidesOfRows(factors: Factors, items: Vectors, rows: UserRows): Sides {
  if (!scoring(factors).some(isHistory)) {
    return { dimension: items.dimension, users: scoreVector(factors, rows), items: items.values }
  }
  const blocks = factors.blocks.flatMap((block, place) => {
    if (!block.inScore) return []
    const user = rows.blocks[place]!
    if (!isHistory(block)) return [{ dimension: block.dimension, user, item: block.item }]
    const columns = Int32Array.from(user.keys()).filter((column) => user[column] !== 0)
    return [
      {
        dimension: Math.max(1, columns.length),
        user: columns.length > 0 ? Float32Array.from(columns, (column) => user[column]!) : new Float32Array(1),
        item: narrowItems(block, columns),
      },
    ]
  })
  return sides(
    sideBySide(blocks.map(({ dimension, user }) => ({ dimension, values: user }))),
    sideBySide(blocks.map(({ dimension, item }) => ({ dimension, values: item }))),
  )
}

/** The user side of some users. `[users, dimension]` */
function userRows(block: ScoreBlock, users: ArrayLike<number>): Float32Array {
  const { dimension } = block
  if (!isHistory(block)) return selectVectors({ dimension, values: block.user as Float32Array }, users).values
  const rows = new Float32Array(users.length * dimension)
  for (let n = 0; n < users.length; n++) {
    forEachOf(block, users[n]!, (column) => (rows[n * dimension + column] = 1))
  }
  return rows
}

/** A history block with only the columns that one of the users has; one column of zeros if they have none. */
function narrow(block: HistoryBlock, users: ArrayLike<number>) {
  const columnOf = new Int32Array(block.dimension).fill(-1)
  for (let n = 0; n < users.length; n++) forEachOf(block, users[n]!, (column) => (columnOf[column] = 0))
  const columns = Int32Array.from(columnOf.keys()).filter((column) => columnOf[column] === 0)
  columns.forEach((column, n) => (columnOf[column] = n))
  const dimension = Math.max(1, columns.length)
  const user = new Float32Array(users.length * dimension) // [users, dimension]
  for (let n = 0; n < users.length; n++) {
    forEachOf(block, users[n]!, (column) => (user[n * dimension + columnOf[column]!] = 1))
  }
  return { dimension, user, item: narrowItems(block, columns) }
}

/** Some columns of a history block's item side; one of zeros if there are none. `[items, columns]` */
function narrowItems(block: HistoryBlock, columns: Int32Array): Float32Array {
  const dimension = Math.max(1, columns.length)
  const items = block.item.length / block.dimension
  const item = new Float32Array(items * dimension) // [items, dimension]
  for (let row = 0; row < items; row++) {
    const from = row * block.dimension
    const to = row * dimension
    for (let n = 0; n < columns.length; n++) item[to + n] = block.item[from + columns[n]!]!
  }
  return item
}

function forEachOf({ user: { indptr, indices } }: HistoryBlock, user: number, visit: (column: number) => void): void {
  for (let n = indptr[user]!; n < indptr[user + 1]!; n++) visit(indices[n]!)
}

/** Tables of the same rows as one. */
export function sideBySide(parts: readonly Vectors[]): Vectors {
  if (parts.length === 1) return parts[0]!
  const dimension = parts.reduce((sum, part) => sum + part.dimension, 0)
  const rows = parts[0]!.values.length / parts[0]!.dimension
  const values = new Float32Array(rows * dimension)
  let start = 0
  for (const part of parts) {
    for (let row = 0; row < rows; row++) {
      values.set(part.values.subarray(row * part.dimension, (row + 1) * part.dimension), row * dimension + start)
    }
    start += part.dimension
  }
  return { dimension, values }
}
