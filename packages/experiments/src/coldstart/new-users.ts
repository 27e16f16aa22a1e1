import {
  type Csr,
  type Dataset,
  type Factors,
  type FoldIn,
  itemVectors,
  rankUsers,
  rowOf,
  type Scorer,
  scoreVector,
  seededRandom,
  selectRows,
  selectVectors,
  shuffle,
  sides,
  type Split,
  type UserMetrics,
} from '@trifold/model/internals'
import { gather, HOLD_OUT_SEED, HOLD_OUT_SHARE } from './cold-items.ts'
import { withSplit } from './fixed-split.ts'

/** Numbers of interactions that new users are folded in from. */
export const COUNTS = [1, 3, 5, 10] as const
/** Of these, the numbers that a training is repeated with. One number costs one training a seed. */
export const RETRAINED_WITH = [10] as const
const MOST = Math.max(...COUNTS)
/** Training interactions that a user needs to be drawn as a new one. */
export const LEAST = 3

/** Users that are held out, and what they do first. */
export interface NewUsers {
  /** Ascending. `[new]` */
  readonly users: Uint32Array
  /** Up to ten of each user's training items, in a drawn order. `[new]` */
  readonly first: readonly Int32Array[]
  readonly split: Split
  /** The part that lists are evaluated on. Each of the users has items there. */
  readonly heldOut: 'valid' | 'test'
}

/**
 * Draws a tenth of the users among those with three training interactions and something held out. It draws at most half
 * of these, so that the training still sees such users.
 *
 * @param heldOut `valid` for the users that choose a weight, `test` for those that test it
 * @param others users that must not be drawn
 */
export function drawNewUsers(
  split: Split,
  heldOut: NewUsers['heldOut'] = 'test',
  others: ArrayLike<number> = [],
): NewUsers {
  const all = split.train.indptr.length - 1
  const taken = new Set(Array.from(others))
  const suitable = Uint32Array.from({ length: all }, (_, user) => user).filter(
    (user) => rowOf(split.train, user).length >= LEAST && rowOf(split[heldOut], user).length > 0 && !taken.has(user),
  )
  const count = Math.min(Math.round(all * HOLD_OUT_SHARE), Math.floor(suitable.length / 2))
  const users = shuffle(suitable, seededRandom(HOLD_OUT_SEED)).slice(0, count).sort()
  const first = Array.from(users, (user) =>
    shuffle(rowOf(split.train, user).slice(), seededRandom(HOLD_OUT_SEED, user)).slice(0, MOST),
  )
  return { users, first, split, heldOut }
}

/** The data set without the new users. */
export function withoutNewUsers(dataset: Dataset, { users, split }: NewUsers): Dataset {
  const isNew = new Set(users)
  const remaining = Uint32Array.from(dataset.userIds.keys()).filter((user) => !isNew.has(user))
  const of = (part: Csr) => selectRows(part, remaining)
  const parts = { train: of(split.train), valid: of(split.valid), test: of(split.test) }
  return withSplit({ ...dataset, userIds: Array.from(remaining, (user) => dataset.userIds[user]!) }, parts)
}

/** The data set with only the first `count` training interactions and the test items of the new users. */
export function withFirst(dataset: Dataset, { users, first, split }: NewUsers, count: number): Dataset {
  const indexOf = new Map(Array.from(users, (user, n) => [user, n]))
  const none = new Int32Array(0)
  const rows = dataset.userIds.length
  return withSplit(dataset, {
    train: gather(rows, (user) => {
      const n = indexOf.get(user)
      return n === undefined ? rowOf(split.train, user) : first[n]!.slice(0, count).sort()
    }),
    valid: gather(rows, (user) => (indexOf.has(user) ? none : rowOf(split.valid, user))),
    test: gather(rows, (user) => (indexOf.has(user) ? rowOf(split.test, user) : none)),
  })
}

/**
 * How well the vectors of new users rank their held-out items. All of their training items are left out of the lists,
 * given to the model or not. So the lists hold the same items however much is given.
 */
export function rankNewUsers(scorerOfNew: Scorer, { users, split, heldOut }: NewUsers): UserMetrics {
  const indexes = Uint32Array.from(users.keys())
  return {
    users,
    values: rankUsers(scorerOfNew, selectRows(split.train, users), selectRows(split[heldOut], users), indexes),
  }
}

/** The new users as they are folded in from their first `count` interactions. */
export function foldedIn(factors: Factors, folding: FoldIn, { first }: NewUsers, count: number): Scorer {
  const items = itemVectors(factors)
  const values = new Float32Array(first.length * items.dimension) // [new, dimension]
  first.forEach((taken, n) =>
    values.set(scoreVector(factors, folding.rowsOf(taken.subarray(0, count))), n * items.dimension),
  )
  return { items, sidesOf: (indexes) => sides(selectVectors({ dimension: items.dimension, values }, indexes), items) }
}
