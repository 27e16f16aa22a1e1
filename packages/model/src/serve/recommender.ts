import type { ModelManifest } from '../artifact/manifest.ts'
import { freezeTable, scoreTopK } from '../compute/index.ts'
import { Explainer } from '../explain/explainer.ts'
import type { Explanation } from '../explain/explanation.ts'
import { checkFactors } from './check-factors.ts'
import type { Factors } from './factors.ts'
import type { IdMap } from './id-map.ts'
import { itemVectors, userVectors, type Vectors } from './score-vectors.ts'

/** An entry of a ranked list. */
export interface Ranked {
  readonly item: number
  readonly score: number
}

export interface RecommenderParts {
  readonly factors: Factors
  readonly users: IdMap
  readonly items: IdMap
  readonly manifest: ModelManifest
}

/**
 * A trained model as it is served: exact, in memory, without a database. Users and items are dense indexes; `users` and
 * `items` translate the callers' ids.
 */
export class Recommender {
  readonly factors: Factors
  readonly users: IdMap
  readonly items: IdMap
  readonly manifest: ModelManifest
  private readonly itemVectors: Vectors
  private readonly explainer: Explainer
  private directions: Float32Array | undefined

  /** @throws RangeError when the arrays do not have the sizes they claim */
  constructor({ factors, users, items, manifest }: RecommenderParts) {
    checkFactors(factors)
    if (users.size !== factors.users || items.size !== factors.items) {
      throw new RangeError(
        `${users.size} user and ${items.size} item ids do not fit a model of ${factors.users} users and ${factors.items} items`,
      )
    }
    this.factors = factors
    this.users = users
    this.items = items
    this.manifest = manifest
    this.itemVectors = itemVectors(factors)
    freezeTable(this.itemVectors.values) // a served model does not change: WebAssembly keeps its copy
    this.explainer = new Explainer(factors)
  }

  /**
   * The `k` best items of a user, best first; equal scores by lower item. Fewer where `exclude` leaves fewer.
   *
   * @param exclude items that must not appear, in any order
   * @throws RangeError for an unknown user or item, or a `k` that is no whole number
   */
  recommend(user: number, k: number, exclude: ArrayLike<number> = []): Ranked[] {
    checkIndex('user', user, this.factors.users)
    const vector = userVectors(this.factors, [user]) // [1, dimension]
    return this.search(vector.values, this.itemVectors.values, k, exclude)
  }

  /**
   * The `k` items nearest to an item, itself left out: cosine of the concatenated item vectors of all blocks in the
   * score, that is of everything by which the model tells items apart, ids and modalities alike. An item whose vector is
   * zero is like nothing: its similarity is 0 to all.
   *
   * @throws RangeError for an unknown item, or a `k` that is no whole number
   */
  similarItems(item: number, k: number): Ranked[] {
    checkIndex('item', item, this.factors.items)
    this.directions ??= normalizeRows(this.itemVectors) // on first use: half the memory for those who never ask
    const { dimension } = this.itemVectors
    const vector = this.directions.subarray(item * dimension, (item + 1) * dimension)
    return this.search(vector, this.directions, k, [item])
  }

  /**
   * What each score is made of (model.md section 5); the parts add up to the score.
   *
   * @throws RangeError for an unknown user or item
   */
  explain(user: number, items: ArrayLike<number>): Explanation[] {
    checkIndex('user', user, this.factors.users)
    return Array.from(items, (item) => {
      checkIndex('item', item, this.factors.items)
      return this.explainer.explain(user, item)
    })
  }

  private search(vector: Float32Array, items: Float32Array, k: number, exclude: ArrayLike<number>): Ranked[] {
    if (!Number.isInteger(k) || k < 0) throw new RangeError(`k must be a whole number from 0 on, not ${k}`)
    const ids = Uint32Array.from(exclude).sort()
    for (let n = 0; n < exclude.length; n++) checkIndex('item', exclude[n], this.factors.items)
    const length = Math.min(k, this.factors.items)
    if (length === 0) return []
    const { dimension } = this.itemVectors
    const found = scoreTopK(vector, items, dimension, length, { offsets: [0, ids.length], ids })
    const ranked: Ranked[] = []
    for (let n = 0; n < length && found.ids[n] >= 0; n++) ranked.push({ item: found.ids[n], score: found.scores[n] })
    return ranked
  }
}

function checkIndex(what: string, index: number, size: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new RangeError(`There is no ${what} ${index}, only 0 to ${size - 1}`)
  }
}

function normalizeRows({ values, dimension }: Vectors): Float32Array {
  const directions = new Float32Array(values.length)
  for (let start = 0; start < values.length; start += dimension) {
    let square = 0
    for (let d = 0; d < dimension; d++) square += values[start + d] ** 2
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0
    for (let d = 0; d < dimension; d++) directions[start + d] = values[start + d] * scale
  }
  return directions
}
