import { csrRows, type Csr } from '../linalg/index.ts'
import type { Random } from '../nn/index.ts'

/** Training triples: the user had to do with `positives[n]` and not with `negatives[n]`. Model indexes. */
export interface Triples {
  /** `[batch]` */
  readonly users: Int32Array
  /** `[batch]` */
  readonly positives: Int32Array
  /** `[batch]` */
  readonly negatives: Int32Array
}

/**
 * Shuffled epochs over all training pairs, one uniform negative per positive. With weights, positives are drawn in
 * proportion to them, as many as there are pairs: the expected loss is that of weighted pairs, whatever the base. No set per user: the matrix's sorted rows
 * are all there is, and a negative is drawn by its rank among the items the user has *not*, so a user who has nearly
 * everything costs no more than any other. A user who has everything has no negative and is left out.
 */
export class Sampler {
  /** The training pairs, items counted among those that negatives are drawn from. `[users, drawn]` */
  readonly #train: Csr
  /** The items that negatives are drawn from, ascending. `[drawn]` */
  readonly #drawn: Int32Array
  readonly #batchSize: number
  /** Decides orders and negatives. */
  readonly random: Random
  /** The user of every pair that has a negative, and the pair's place in `train.indices`. */
  readonly #users: Int32Array
  readonly #pairs: Int32Array
  /** Running sum of the weights of these pairs. `[size]` */
  readonly #cumulative: Float64Array | undefined

  /**
   * @param train `[users, items]`
   * @param newItems 1 for items that are nobody's negative, and so must not be in `train` either. `[items]`
   * @param weights above 0, one a training pair; by default all are equal. `[train pairs]`
   */
  constructor(
    train: Csr,
    items: number,
    batchSize: number,
    random: Random,
    { newItems, weights }: { readonly newItems?: Uint8Array; readonly weights?: Float32Array } = {},
  ) {
    this.#drawn = new Int32Array(items).map((_, item) => item).filter((item) => !newItems?.[item])
    const place = new Int32Array(items).fill(-1)
    this.#drawn.forEach((item, n) => (place[item] = n))
    if (train.indices.some((item) => place[item]! < 0)) throw new RangeError('A new item is in the training pairs')
    this.#train = { indptr: train.indptr, indices: train.indices.map((item) => place[item]!) }
    this.#batchSize = batchSize
    this.random = random
    const users = new Int32Array(train.indices.length)
    const pairs = new Int32Array(train.indices.length)
    let count = 0
    for (let user = 0; user < csrRows(train); user++) {
      if (train.indptr[user + 1]! - train.indptr[user]! >= this.#drawn.length) continue
      for (let pair = train.indptr[user]!; pair < train.indptr[user + 1]!; pair++) {
        users[count] = user
        pairs[count++] = pair
      }
    }
    this.#users = users.subarray(0, count)
    this.#pairs = pairs.subarray(0, count)
    this.#cumulative = weights && runningSum(this.#pairs, weights)
  }

  /** Pairs an epoch goes through. */
  get size(): number {
    return this.#pairs.length
  }

  /** Every pair once, or as often as its weight says, in a new order each time, in batches of at most `batchSize`. */
  *epoch(): Generator<Triples> {
    const order = this.#cumulative
      ? this.random.shuffle(this.#draw(this.#cumulative))
      : this.random.permutation(this.size)
    for (let start = 0; start < order.length; start += this.#batchSize) {
      const chosen = order.subarray(start, start + this.#batchSize)
      // a typed array's own loop: `from` with a function goes through an iterator, a tenth of a step of VBPR
      const users = new Int32Array(chosen.length)
      const positives = new Int32Array(chosen.length)
      const negatives = new Int32Array(chosen.length)
      for (let n = 0; n < chosen.length; n++) {
        users[n] = this.#users[chosen[n]!]!
        positives[n] = this.#drawn[this.#train.indices[this.#pairs[chosen[n]!]!]!]!
      }
      // apart: the branches of a search would hold up loads from all over the pairs, which else wait side by side
      for (let n = 0; n < chosen.length; n++) negatives[n] = this.negativeOf(users[n]!)
      yield { users, positives, negatives }
    }
  }

  /**
   * Systematic sampling: a pair of n times the mean weight comes n times, rounded up or down so that its expectation is
   * n. `[size]`
   */
  #draw(cumulative: Float64Array): Int32Array {
    const drawn = new Int32Array(this.size)
    const step = cumulative[this.size - 1]! / this.size
    const offset = this.random.uniform()
    let pair = 0
    for (let n = 0; n < drawn.length; n++) {
      while (pair < this.size - 1 && cumulative[pair]! <= (n + offset) * step) pair++
      drawn[n] = pair
    }
    return drawn
  }

  /** An item the user has nothing to do with in training, each with the same probability. */
  negativeOf(user: number): number {
    const { indptr, indices } = this.#train
    const start = indptr[user]!
    const count = indptr[user + 1]! - start
    const rank = this.random.below(this.#drawn.length - count)
    // below the k-th positive lie (positive - k) items that are none: find how many positives come before the rank-th
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >>> 1
      if (indices[start + middle]! - middle <= rank) low = middle + 1
      else high = middle
    }
    return this.#drawn[rank + low]!
  }
}

function runningSum(pairs: Int32Array, weights: Float32Array): Float64Array {
  const sums = new Float64Array(pairs.length)
  let sum = 0
  for (let n = 0; n < pairs.length; n++) sums[n] = sum += weights[pairs[n]!]!
  return sums
}
