import type { Interactions } from './dataset.ts'

/** Distinct (user, item) pairs grouped by user, items ascending: what is left when repeats collapse. */
export interface Pairs {
  /** `[users + 1]` */
  readonly indptr: Int32Array
  /** `[pairs]` */
  readonly items: Uint32Array
  /** The row of `interactions` that stands for each pair. `[pairs]` */
  readonly rows: Uint32Array
}

/**
 * Collapses repeated pairs. Of the rows of one pair the one with the smallest `order` stands for it, and of equals the
 * first. Two counting sorts (by item, then by user), so time and memory are linear in the rows.
 */
export function distinctPairs(
  interactions: Pick<Interactions, 'users' | 'items'>,
  users: number,
  items: number,
  order?: ArrayLike<number>,
): Pairs {
  const sorted = countingSort(countingSort(undefined, interactions.items, items), interactions.users, users)
  const indptr = new Int32Array(users + 1)
  const outItems = new Uint32Array(sorted.length)
  const outRows = new Uint32Array(sorted.length)
  let count = 0
  let user = 0
  for (const row of sorted) {
    while (user < interactions.users[row]!) indptr[++user] = count
    const item = interactions.items[row]
    if (count > indptr[user]! && outItems[count - 1] === item) {
      if (order && order[row]! < order[outRows[count - 1]!]!) outRows[count - 1] = row
      continue
    }
    outItems[count] = item!
    outRows[count++] = row
  }
  while (user < users) indptr[++user] = count
  return { indptr, items: outItems.slice(0, count), rows: outRows.slice(0, count) }
}

/** A stable sort of row numbers by a small integer key. */
function countingSort(rows: Uint32Array | undefined, keys: Uint32Array, size: number): Uint32Array {
  const next = new Uint32Array(size + 1)
  for (let n = 0; n < keys.length; n++) next[keys[n]! + 1]!++
  for (let k = 0; k < size; k++) next[k + 1]! += next[k]!
  const sorted = new Uint32Array(keys.length)
  for (let n = 0; n < keys.length; n++) {
    const row = rows ? rows[n]! : n
    sorted[next[keys[row]!]!++] = row
  }
  return sorted
}
