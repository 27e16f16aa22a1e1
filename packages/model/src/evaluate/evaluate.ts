import { scoreTopK } from '../core/index.ts'
import { type Csr, csrRows, rowOf, selectRows } from '../linalg/index.ts'
import { seededRandom, shuffle } from '../data/index.ts'
import { type Factors, type ItemMask, type Scorer, scorerOf } from '../factors/index.ts'
import { CUTOFFS, listMetrics, meanMetrics, type Metrics, VALUES_PER_USER } from './metrics.ts'
import { setImmediate } from 'node:timers/promises'

const BATCH = 256
const SAMPLE_SEED = 20
const LONGEST = Math.max(...CUTOFFS)

/** The metrics of each evaluated user, for means and for paired comparisons. */
export interface UserMetrics {
  /** Users with at least one held-out item, ascending. `[evaluated]` */
  readonly users: Uint32Array
  /** In the order of `listMetrics`. `[evaluated, VALUES_PER_USER]` */
  readonly values: Float64Array
}

/**
 * Full ranking over all items for each user with at least one held-out item (docs/model.md section 4). Only the user's
 * training items are masked, and there are no sampled negatives. Of equal scores, the lower item index comes first.
 *
 * @param train [users, items]
 * @param heldOut [users, items]
 */
export function evaluateUsers(factors: Factors, train: Csr, heldOut: Csr): UserMetrics {
  const users = heldOutUsers(heldOut)
  return { users, values: rankUsers(scorerOf(factors), train, heldOut, users) }
}

/**
 * The metrics of some users. Each of them has something held out.
 *
 * @param allow the only items that are ranked; all by default
 * @returns metrics in the order of `listMetrics`. `[users.length, VALUES_PER_USER]`
 */
export function rankUsers(
  scorer: Scorer,
  train: Csr,
  heldOut: Csr,
  users: Uint32Array,
  allow?: ItemMask,
): Float64Array {
  const values = new Float64Array(users.length * VALUES_PER_USER)
  const hits = new Uint8Array(LONGEST)
  for (let start = 0; start < users.length; start += BATCH) {
    const batch = users.subarray(start, start + BATCH)
    const sides = scorer.sidesOf(batch) // users [batch, dimension], items [items, dimension]
    const seen = selectRows(train, batch)
    const exclude = { offsets: seen.indptr, ids: seen.indices }
    const { ids } = scoreTopK(sides.users, sides.items, sides.dimension, LONGEST, exclude, allow?.words) // [batch, LONGEST]
    for (let n = 0; n < batch.length; n++) {
      const positives = rowOf(heldOut, batch[n]!)
      const heldOutItems = new Set(positives)
      for (let rank = 0; rank < LONGEST; rank++) hits[rank] = heldOutItems.has(ids[n * LONGEST + rank]!) ? 1 : 0
      listMetrics(hits, positives.length, values, (start + n) * VALUES_PER_USER)
    }
  }
  return values
}

/** Means over users of `evaluateUsers`. */
export function evaluate(factors: Factors, train: Csr, heldOut: Csr): Metrics {
  return meanMetrics(evaluateUsers(factors, train, heldOut).values)
}

/**
 * The users with something held out, ascending: all of them, or a sample if there are more than `most`. The sample
 * depends on the data alone and not on the run's seed, so that runs can be compared.
 */
export function heldOutUsers(heldOut: Csr, most = Infinity): Uint32Array {
  const found = new Uint32Array(csrRows(heldOut))
  let count = 0
  for (let user = 0; user < found.length; user++) {
    if (heldOut.indptr[user + 1]! > heldOut.indptr[user]!) found[count++] = user
  }
  const users = found.subarray(0, count)
  if (count <= most) return users.slice()
  return shuffle(users, seededRandom(SAMPLE_SEED)).slice(0, most).sort()
}

/** Multiply-adds between two turns of the event loop: less than a second, also in WebAssembly. */
const WORK = 2 ** 34
const LARGEST_SLICE = 512

/** The mean metrics of some users, ranked in slices. @param users as `heldOutUsers` gives them */
export async function validate(
  scorer: Scorer,
  train: Csr,
  heldOut: Csr,
  users: Uint32Array,
  signal?: AbortSignal,
): Promise<Metrics> {
  return meanMetrics(await rankInSlices(scorer, train, heldOut, users, signal))
}

/**
 * The metrics of some users, as `rankUsers` gives them. Users are ranked in slices, so that timers run and an abort
 * takes effect in between. `[users, VALUES_PER_USER]`
 */
export async function rankInSlices(
  scorer: Scorer,
  train: Csr,
  heldOut: Csr,
  users: Uint32Array,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const values = new Float64Array(users.length * VALUES_PER_USER)
  const size = Math.max(1, Math.min(LARGEST_SLICE, Math.floor(WORK / scorer.items.values.length)))
  for (let start = 0; start < users.length; start += size) {
    signal?.throwIfAborted()
    const slice = users.subarray(start, start + size)
    values.set(rankUsers(scorer, train, heldOut, slice), start * VALUES_PER_USER)
    await setImmediate()
  }
  return values
}
