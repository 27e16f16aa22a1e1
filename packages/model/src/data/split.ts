import { type Csr, hasPair } from '../linalg/index.ts'
import { type Dataset, type Interactions, SPLIT } from './dataset.ts'
import { distinctPairs, type Pairs } from './pairs.ts'
import { seededRandom, shuffle } from './random.ts'
import { byEvidence, pairConfidence, selectInteractions, type Weighting } from './weights.ts'

/** Distinct positive pairs of users and items by their part in the evaluation. A pair is in one part only. */
export interface Split {
  readonly train: Csr
  readonly valid: Csr
  readonly test: Csr
  /** What ranking leaves out: the training pairs, and those of weight 0 (`maskOf`). Absent where there are none of these. */
  readonly masked?: Csr
  /** Confidence of each training pair, of mean 1; absent where all are equal or weights do not count. `[train pairs]` */
  readonly weights?: Float32Array
}

/** The items that an evaluation does not rank for a user: what training knows that they have seen. `[users, items]` */
export function maskOf({ train, masked }: Split): Csr {
  return masked ?? train
}

/** The split of the positives, and which interactions training may know of. */
interface Cut {
  readonly split: Split
  isTraining(interactions: Interactions, row: number): boolean
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
 *
 * Interactions of weight 0 (a rating below the threshold, say) are no positives and take no part in this. Those that
 * training may know of are masked when ranking, unless the pair is held out.
 *
 * @param weighting `confidence`: the split comes with the weights of the training pairs
 */
export function resolveSplit(dataset: Dataset, seed: number, weighting: Weighting = 'none'): Split {
  const [users, items] = [dataset.userIds.length, dataset.itemIds.length]
  const { positives, others } = byEvidence(dataset.interactions)
  const { split, isTraining } = cut(positives, users, items, seed)
  const known = (interactions: Interactions) => selectInteractions(interactions, (row) => isTraining(interactions, row))
  const weights = weighting === 'confidence' ? pairConfidence(split.train, known(positives), items) : undefined
  return {
    ...split,
    ...(others && { masked: withSeen(split, known(others), items) }),
    ...(weights && { weights }),
  }
}

function cut(interactions: Interactions, users: number, items: number, seed: number): Cut {
  const { split: labels, times } = interactions
  if (labels) {
    const pairs = distinctPairs(interactions, users, items, labels)
    const split = assemble(pairs, users, (pair) => labels[pairs.rows[pair]!]!)
    return { split, isTraining: (rows, row) => rows.split![row] === SPLIT.train }
  }
  if (times) {
    const byTime = splitByTime(distinctPairs(interactions, users, items, times), users, times)
    if (isEnough(byTime.split.valid, users) && isEnough(byTime.split.test, users)) return byTime
  }
  return { split: leaveOut(distinctPairs(interactions, users, items), users, seed), isTraining: () => true }
}

/** The training pairs, and what else a user has seen that is not held out. `[users, items]` */
function withSeen({ train, valid, test }: Split, seen: Interactions, items: number): Csr {
  const users = train.indptr.length - 1
  const rows = selectInteractions(seen, (row) => {
    const [user, item] = [seen.users[row]!, seen.items[row]!]
    return ![train, valid, test].some((part) => hasPair(part, user, item))
  })
  const owners = new Uint32Array(train.indices.length)
  for (let user = 0; user < users; user++) owners.fill(user, train.indptr[user], train.indptr[user + 1])
  const { indptr, items: indices } = distinctPairs(
    { users: concat(owners, rows.users), items: concat(train.indices, rows.items) },
    users,
    items,
  )
  return { indptr, indices: Int32Array.from(indices) }
}

function concat(a: ArrayLike<number>, b: ArrayLike<number>): Uint32Array {
  const both = new Uint32Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function splitByTime(pairs: Pairs, users: number, times: Float64Array): Cut {
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
  const split = assemble(pairs, users, (pair) => labels[pair]!)
  return { split, isTraining: (rows, row) => rows.times![row]! < validFrom }
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
