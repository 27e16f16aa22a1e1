import { freezeTable, isFrozen, kernel, type Engine } from './abi.ts'
import { hostEngine } from './engine-in-use.ts'
import { quantizedItems } from './quantized-items.ts'

const TOP_K = kernel('topK', 16, ['in', 'in', 'in', 'in', 'out', 'out', 'in'])
const QUANTIZED_TOP_K = kernel('quantizedTopK', 20, [...TOP_K.arrays, 'table', 'table', 'table'])

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
  /** One bit an item, lowest bit first: 1 if the item may appear in lists. `[ceil(n / 32)]` */
  readonly allow?: Int32Array
}

/** Per query row, best first. Positions without an item hold id -1 and score -Infinity. */
export interface TopK {
  readonly ids: Int32Array // [b, k]
  readonly scores: Float32Array // [b, k]
}

/**
 * Exact search: for each user the k items with the largest dot products, best first, ties by the lower id. Items
 * excluded for a user never appear, nor do items that are not allowed. It runs on the compute core, whatever backend `tf`
 * has. `freezeTable(items)` saves WebAssembly a copy of the items per call. It also lets a search for few users scan a
 * quantized copy, with the same result (decision 39).
 * @param users `[b, dimension]`
 * @param items `[n, dimension]`
 * @param allow one bit an item, lowest bit first: 1 if the item may appear in lists. `[ceil(n / 32)]`
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
 * Freezes items and quantizes them, so that the first `scoreTopK` does not have to.
 * @param items `[n, dimension]`
 */
export function prepareSearch(items: Float32Array, dimension: number): void {
  freezeTable(items)
  if (hostEngine()) quantizedItems(items, dimension)
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

/** Keeps the best items in order by insertion. After the first items almost none beats the last of the list. */
function select(row: Float32Array, ids: Int32Array, scores: Float32Array): void {
  const k = ids.length
  let filled = 0
  for (let i = 0; i < row.length; i++) {
    const score = row[i]!
    // NaN (an excluded item, or an undefined score) fails both comparisons
    if (!(filled < k ? score === score : score > scores[k - 1]!)) continue
    let at = filled < k ? filled++ : k - 1
    for (; at > 0 && scores[at - 1]! < score; at--) {
      scores[at] = scores[at - 1]!
      ids[at] = ids[at - 1]!
    }
    scores[at] = score
    ids[at] = i
  }
}

/** Up to this number each user scans the items alone. More users share one product of matrices. */
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
    const { words, steps, slacks } = quantizedItems(items, dimension)
    engine.call(QUANTIZED_TOP_K, sizes, ...arrays, words, steps, slacks)
  } else {
    engine.call(TOP_K, sizes, ...arrays)
  }
  return { ids, scores }
}

/** Sorts each user's exclusions, because the kernel looks them up by bisection. */
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
