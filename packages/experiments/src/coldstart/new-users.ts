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

/** Interactions that a new user comes with. */
export const HANDFULS = [1, 3, 5, 10] as const
/** Of these, those it is trained again with: a training each is what the experiment costs. */
export const RETRAINED_WITH = [10] as const
const MOST = Math.max(...HANDFULS)
/** Training interactions that a user must have to be taken for a new one. */
export const LEAST = 3

/** Users that are held out, and what they do first. */
export interface NewUsers {
  /** Ascending. `[new]` */
  readonly users: Uint32Array
  /** Up to ten of each user's training items, in a drawn order. `[new]` */
  readonly first: readonly Int32Array[]
  readonly split: Split
  /** What the lists are judged by: every one of them has some. */
  readonly heldOut: 'valid' | 'test'
}

/**
 * Draws a tenth of the users among those with three training interactions and something held out; no more than half of
 * these, for those who stay have to teach what such users are like. Who has fewer than a handful comes with all of them.
 *
 * @param heldOut `valid` for users to choose by, who must be others than those who judge what was chosen
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

/** The data set as it was before the new users came. */
export function withoutNewUsers(dataset: Dataset, { users, split }: NewUsers): Dataset {
  const isNew = new Set(users)
  const kept = Uint32Array.from(dataset.userIds.keys()).filter((user) => !isNew.has(user))
  const of = (part: Csr) => selectRows(part, kept)
  const parts = { train: of(split.train), valid: of(split.valid), test: of(split.test) }
  return withSplit({ ...dataset, userIds: Array.from(kept, (user) => dataset.userIds[user]!) }, parts)
}

/** The data set with the new users' first `count` interactions in train and nothing else of theirs but their test items. */
export function withFirst(dataset: Dataset, { users, first, split }: NewUsers, count: number): Dataset {
  const place = new Map(Array.from(users, (user, n) => [user, n]))
  const none = new Int32Array(0)
  const rows = dataset.userIds.length
  return withSplit(dataset, {
    train: gather(rows, (user) => {
      const n = place.get(user)
      return n === undefined ? rowOf(split.train, user) : first[n]!.slice(0, count).sort()
    }),
    valid: gather(rows, (user) => (place.has(user) ? none : rowOf(split.valid, user))),
    test: gather(rows, (user) => (place.has(user) ? rowOf(split.test, user) : none)),
  })
}

/**
 * How well the new users' held-out items are ranked by vectors of theirs. All of their training items are left out, given
 * to the model or not: whatever it is given, it ranks the same items.
 */
export function rankNewUsers(scorerOfNew: Scorer, { users, split, heldOut }: NewUsers): UserMetrics {
  const places = Uint32Array.from(users.keys())
  return {
    users,
    values: rankUsers(scorerOfNew, selectRows(split.train, users), selectRows(split[heldOut], users), places),
  }
}

/** The new users as they are folded in from their first `count` interactions. */
export function foldedIn(factors: Factors, folding: FoldIn, { first }: NewUsers, count: number): Scorer {
  const items = itemVectors(factors)
  const values = new Float32Array(first.length * items.dimension) // [new, dimension]
  first.forEach((taken, n) =>
    values.set(scoreVector(factors, folding.rowsOf(taken.subarray(0, count))), n * items.dimension),
  )
  return { items, sidesOf: (places) => sides(selectVectors({ dimension: items.dimension, values }, places), items) }
}
