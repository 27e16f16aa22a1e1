import { freezeTable, isFrozen } from './frozen.ts'
import { hostEngine } from './engine-in-use.ts'
import { narrowItems } from './quantized-items.ts'
import type { Engine } from './abi.ts'

/** Compressed rows without values: the items to leave out for each query row. */
export interface Exclusions {
  readonly offsets: ArrayLike<number> // [b + 1]
  readonly ids: ArrayLike<number>
}

/** An exact search of the items with the largest dot products. */
export interface TopKQuery {
  readonly users: Float32Array // [b, d]
  readonly items: Float32Array // [n, d]
  readonly dimension: number
  readonly k: number
  readonly exclude?: Exclusions
  /** A bit an item, the lowest of the first word for item 0: 1 where any user may get it. `[ceil(n / 32)]` */
  readonly allow?: Int32Array
}

/** Per query row, best first; unused places hold id -1 and score -Infinity. */
export interface TopK {
  readonly ids: Int32Array // [b, k]
  readonly scores: Float32Array // [b, k]
}

/**
 * Exact search: for each user the k items with the largest dot products, best first, ties by the lower id. Items
 * excluded for a user never appear, nor do those not allowed; places without an item hold id -1 and score -Infinity. Runs
 * on the compute core, whatever backend `tf` has: `freezeTable(items)` spares WebAssembly a copy of
 * the items per call, and lets few users be served from a copy in bytes, with the same result (decision 39).
 * @param users `[b, dimension]`
 * @param items `[n, dimension]`
 * @param allow a bit an item, the lowest of the first word for item 0: 1 where any user may get it. `[ceil(n / 32)]`
 */
export function scoreTopK(
  users: Float32Array,
  items: Float32Array,
  dimension: number,
  k: number,
  exclude?: Exclusions,
  allow?: Int32Array,
): TopK {
  checkSizes(users, items, dimension, k)
  if (allow && allow.length !== Math.ceil(items.length / dimension / 32)) {
    throw new RangeError(`${allow.length} words of a mask do not fit ${items.length / dimension} items`)
  }
  const query = { users, items, dimension, k, exclude, allow }
  const engine = hostEngine()
  return engine ? scoreTopKOn(engine, query) : scoreTopKReference(query)
}

/**
 * Freezes items and makes what `scoreTopK` searches them by, which the first search would else wait for.
 * @param items `[n, dimension]`
 */
export function prepareSearch(items: Float32Array, dimension: number): void {
  freezeTable(items)
  if (hostEngine()) narrowItems(items, dimension)
}

function checkSizes(users: Float32Array, items: Float32Array, dimension: number, k: number): void {
  if (!Number.isInteger(dimension) || dimension < 1) throw new RangeError(`a dimension cannot be ${dimension}`)
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`the number of items to find cannot be ${k}`)
  if (users.length % dimension !== 0 || items.length % dimension !== 0) {
    throw new RangeError(`users and items must be whole rows of ${dimension} numbers`)
  }
}

/** The search in plain TypeScript. */
function scoreTopKReference({ users, items, dimension, k, exclude, allow }: TopKQuery): TopK {
  const batch = users.length / dimension
  const count = items.length / dimension
  const ids = new Int32Array(batch * k).fill(-1)
  const scores = new Float32Array(batch * k).fill(-Infinity)
  const row = new Float32Array(count)
  for (let b = 0; b < batch; b++) {
    const user = users.subarray(b * dimension, (b + 1) * dimension)
    scoreAll(user, items, row)
    if (allow) for (let i = 0; i < count; i++) if (!((allow[i >> 5]! >>> (i & 31)) & 1)) row[i] = NaN
    if (exclude) for (let e = exclude.offsets[b]!; e < exclude.offsets[b + 1]!; e++) row[exclude.ids[e]!] = NaN
    select(row, ids.subarray(b * k, (b + 1) * k), scores.subarray(b * k, (b + 1) * k))
  }
  return { ids, scores }
}

function scoreAll(user: Float32Array, items: Float32Array, scores: Float32Array): void {
  const dimension = user.length
  for (let i = 0, at = 0; i < scores.length; i++, at += dimension) {
    let sum = 0
    for (let d = 0; d < dimension; d++) sum += user[d]! * items[at + d]!
    scores[i] = sum
  }
}

/** Keeps the best in order by insertion: beyond the first items almost none gets past the last place. */
function select(row: Float32Array, ids: Int32Array, scores: Float32Array): void {
  const k = ids.length
  let filled = 0
  for (let i = 0; i < row.length; i++) {
    const score = row[i]!
    // NaN (an excluded item, or a score that is no number) fails both comparisons
    if (!(filled < k ? score === score : score > scores[k - 1]!)) continue
    let place = filled < k ? filled++ : k - 1
    for (; place > 0 && scores[place - 1]! < score; place--) {
      scores[place] = scores[place - 1]!
      ids[place] = ids[place - 1]!
    }
    scores[place] = score
    ids[place] = i
  }
}

/** Users up to which each has the items read through for itself; more share them in a product of matrices. */
const FEW = 4

/** Exact search on the core; see `scoreTopK`. */
export function scoreTopKOn(engine: Engine, { users, items, dimension, k, exclude, allow }: TopKQuery): TopK {
  const batch = users.length / dimension
  const ids = new Int32Array(batch * k)
  const scores = new Float32Array(batch * k)
  const { offsets, ids: excluded } = exclude ? ascending(exclude, batch) : { offsets: null, ids: null }
  const sizes = [batch, items.length / dimension, dimension, k]
  const arrays = [users, items, offsets, excluded, ids, scores, allow ?? null]
  if (batch <= FEW && isFrozen(items)) {
    const { words, steps, slacks } = narrowItems(items, dimension)
    engine.call('narrowTopK', sizes, ...arrays, words, steps, slacks)
  } else {
    engine.call('topK', sizes, ...arrays)
  }
  return { ids, scores }
}

/** The kernel looks exclusions up by bisection: they must ascend within each user's list. */
function ascending({ offsets, ids }: Exclusions, batch: number): { offsets: Int32Array; ids: Int32Array } {
  const starts = new Int32Array(batch + 1)
  for (let b = 0; b <= batch; b++) starts[b] = offsets[b]! - offsets[0]!
  const sorted = new Int32Array(starts[batch]!)
  for (let b = 0; b < batch; b++) {
    let inOrder = true
    for (let e = starts[b]!; e < starts[b + 1]!; e++) {
      sorted[e] = ids[e + offsets[0]!]!
      if (inOrder && e > starts[b]! && sorted[e]! < sorted[e - 1]!) inOrder = false
    }
    if (!inOrder) sorted.subarray(starts[b], starts[b + 1]).sort()
  }
  return { offsets: starts, ids: sorted }
}
