import { type Dataset, type Interactions, SPLIT } from './dataset.ts'
import type { Csr } from '../linalg/index.ts'
import { seededRandom, shuffle } from './random.ts'

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

/** Distinct pairs of users and items by their part in the evaluation. A pair is in one part only. */
export interface Split {
  readonly train: Csr
  readonly valid: Csr
  readonly test: Csr
}

const HELD_OUT_SHARE = 0.1
/** A time split must leave this many users, and this share of all users, to evaluate in each held-out part. */
const LEAST_USERS = 20
const LEAST_USER_SHARE = 0.05
/** A label of no part. */
const LEFT_OUT = 255

/**
 * The split a data set is evaluated on. Repeats of a pair collapse to one; the first of these that applies decides:
 *
 * 1. **Labelled**: the data set's own labels. A pair with several labels belongs to the earliest (train, valid, test):
 *    what was trained on is masked when ranking and could never be hit.
 * 2. **Global time**: the pairs, each at its first occurrence, cut at the times below which 80 % and 90 % of them lie
 *    (equal times stay together). Users first seen after the cut are left out of the held-out parts: they are served by
 *    a fallback and not by the model. Taken only if valid and test then keep at least 20 users and 5 % of all users,
 *    so one bulk import with a single time stamp falls through.
 * 3. **Leave-out**: of each user with at least three pairs a seeded tenth (at least one pair) for valid and for test.
 */
export function resolveSplit(dataset: Dataset, seed: number): Split {
  const { interactions, userIds, itemIds } = dataset
  const users = userIds.length
  if (interactions.split) {
    const pairs = distinctPairs(interactions, users, itemIds.length, interactions.split)
    const labels = interactions.split
    return assemble(pairs, users, (pair) => labels[pairs.rows[pair]!]!)
  }
  if (interactions.times) {
    const pairs = distinctPairs(interactions, users, itemIds.length, interactions.times)
    const split = splitByTime(pairs, users, interactions.times)
    if (isEnough(split.valid, users) && isEnough(split.test, users)) return split
  }
  return leaveOut(distinctPairs(interactions, users, itemIds.length), users, seed)
}

function splitByTime(pairs: Pairs, users: number, times: Float64Array): Split {
  const pairTimes = Float64Array.from(pairs.rows, (row) => times[row]!)
  const sorted = pairTimes.slice().sort()
  const validFrom = sorted[Math.floor(sorted.length * (1 - 2 * HELD_OUT_SHARE))]!
  const testFrom = sorted[Math.floor(sorted.length * (1 - HELD_OUT_SHARE))]!
  const labels = new Uint8Array(pairTimes.length)
  for (let user = 0; user < users; user++) {
    let known = false
    for (let n = pairs.indptr[user]!; n < pairs.indptr[user + 1]!; n++) {
      labels[n] = pairTimes[n]! < validFrom ? SPLIT.train : pairTimes[n]! < testFrom ? SPLIT.valid : SPLIT.test
      known ||= labels[n] === SPLIT.train
    }
    if (!known) labels.fill(LEFT_OUT, pairs.indptr[user], pairs.indptr[user + 1])
  }
  return assemble(pairs, users, (pair) => labels[pair]!)
}

function isEnough(heldOut: Csr, users: number): boolean {
  let evaluated = 0
  for (let user = 0; user < users; user++) if (heldOut.indptr[user + 1]! > heldOut.indptr[user]!) evaluated++
  return evaluated >= LEAST_USERS && evaluated >= LEAST_USER_SHARE * users
}

function leaveOut(pairs: Pairs, users: number, seed: number): Split {
  const labels = new Uint8Array(pairs.items.length)
  for (let user = 0; user < users; user++) {
    const start = pairs.indptr[user]!
    const count = pairs.indptr[user + 1]! - start
    if (count < 3) continue
    const heldOut = Math.max(1, Math.floor(count * HELD_OUT_SHARE))
    // a stream per user: what another user did does not move this one's draw
    const order = shuffle(
      Uint32Array.from({ length: count }, (_, n) => n),
      seededRandom(seed, user),
    )
    for (let n = 0; n < 2 * heldOut; n++) labels[start + order[n]!] = n < heldOut ? SPLIT.valid : SPLIT.test
  }
  return assemble(pairs, users, (pair) => labels[pair]!)
}

function assemble(pairs: Pairs, users: number, labelOf: (pair: number) => number): Split {
  const part = (label: number): Csr => {
    const indptr = new Int32Array(users + 1)
    const indices: Int32Array = new Int32Array(pairs.items.length)
    let count = 0
    for (let user = 0; user < users; user++) {
      for (let n = pairs.indptr[user]!; n < pairs.indptr[user + 1]!; n++) {
        if (labelOf(n) === label) indices[count++] = pairs.items[n]!
      }
      indptr[user + 1] = count
    }
    return { indptr, indices: indices.slice(0, count) }
  }
  return { train: part(SPLIT.train), valid: part(SPLIT.valid), test: part(SPLIT.test) }
}
