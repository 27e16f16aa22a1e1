import type { ModelManifest } from '../config/index.ts'
import { freezeTable, prepareSearch, scoreTopK } from '../core/index.ts'
import { type Csr, rowOf } from '../linalg/index.ts'
import { unitRows } from '../data/index.ts'
import { UserFacingError } from '../errors.ts'
import { Explainer, type Explanation, type ExplanationMode, modesOf } from '../explain/index.ts'
import {
  checkFactors,
  checkPairs,
  type Factors,
  isHistory,
  type ItemMask,
  rowsOfUser,
  type Scorer,
  scorerOf,
  sidesOfRows,
  type UserRows,
} from '../factors/index.ts'
import { BLEND, FoldIn } from './fold-in.ts'
import type { IdMap } from './id-map.ts'

/** An entry of a ranked list. */
export interface Ranked {
  readonly item: number
  readonly score: number
}

export interface RecommendOptions {
  /** Items that must not appear, in any order. */
  readonly exclude?: ArrayLike<number>
  /** The only items that may appear; applied inside the scan, so a narrow filter does not shorten the list. */
  readonly allow?: ItemMask
}

export interface ExplainOptions {
  /** What a modality alone says: what it carries, or what the served score makes of it. By default the first of `modes`. */
  readonly mode?: ExplanationMode
}

export interface BatchOptions {
  /** Row n: the items that must not appear for the n-th user asked for. */
  readonly exclude?: Csr
  /** The only items that may appear, for any user. */
  readonly allow?: ItemMask
}

/** Ranked lists of many users. */
export interface RankedBatch {
  readonly k: number
  readonly items: Int32Array // [users, k]
  readonly scores: Float32Array // [users, k]
}

/** Users scored at once, and the most numbers in their vectors: a few megabytes however many are asked for. */
const BATCH = 4096
const BATCH_NUMBERS = 2 ** 22

export interface RecommenderParts {
  readonly factors: Factors
  readonly users: IdMap
  readonly items: IdMap
  readonly manifest: ModelManifest
  /** Distinct items that each user was trained on, in ascending order. `[users, items]` */
  readonly trained: Csr
}

export interface FoldInOptions {
  /** A user of the model: the start is what was learned of them, and not the mean user. */
  readonly user?: number
}

/** The least part of what a user was trained on that a history must still hold for the trained vector to count. */
const STILL_THERE = 0.5

/**
 * A trained model as it is served: exact, in memory, without a database. Users and items are dense indexes; `users` and
 * `items` translate the callers' ids.
 */
export class Recommender {
  readonly factors: Factors
  readonly users: IdMap
  readonly items: IdMap
  readonly manifest: ModelManifest
  readonly trained: Csr
  private readonly scorer: Scorer
  private readonly explainer: Explainer
  private directions: Float32Array | undefined
  private folding: FoldIn | undefined

  /** @throws RangeError when the arrays do not have the sizes they claim */
  constructor({ factors, users, items, manifest, trained }: RecommenderParts) {
    checkFactors(factors)
    checkPairs('trained', trained, factors.users, factors.items)
    if (users.size !== factors.users || items.size !== factors.items) {
      throw new RangeError(
        `${users.size} user and ${items.size} item ids do not fit a model of ${factors.users} users and ${factors.items} items`,
      )
    }
    this.factors = factors
    this.users = users
    this.items = items
    this.manifest = manifest
    this.trained = trained
    this.scorer = scorerOf(factors)
    const { values, dimension } = this.scorer.items
    // A served model does not change. Of histories a search takes only the columns that its users have.
    if (factors.blocks.some(isHistory)) freezeTable(values)
    else prepareSearch(values, dimension)
    this.explainer = new Explainer(factors)
  }

  /**
   * The `k` best items of a user, best first; equal scores by lower item. Fewer where the options leave fewer.
   *
   * @param user a user of the model, or one that `foldIn` made
   * @throws RangeError for an unknown user or item, a mask of another size, or a `k` that is no whole number
   */
  recommend(user: number | UserRows, k: number, { exclude = [], allow }: RecommendOptions = {}): Ranked[] {
    if (typeof user !== 'number') {
      const { users, items } = sidesOfRows(this.factors, this.scorer.items, user) // [1, dimension], [items, dimension]
      return this.search(users, items, k, exclude, allow)
    }
    checkIndex('user', user, this.factors.users)
    const { users, items } = this.scorer.sidesOf([user]) // [1, dimension], [items, dimension]
    return this.search(users, items, k, exclude, allow)
  }

  /**
   * `recommend` for many users at once, at a fraction of the cost a user: all users of a catalog in a second or so.
   *
   * @param users in any order, also more than once
   * @returns `[users.length, k]`, row n for `users[n]`; places without an item hold item -1 and score -Infinity
   * @throws RangeError as `recommend`
   */
  recommendBatch(users: ArrayLike<number>, k: number, { exclude, allow }: BatchOptions = {}): RankedBatch {
    checkLength(k)
    this.checkMask(allow)
    for (let n = 0; n < users.length; n++) checkIndex('user', users[n]!, this.factors.users)
    if (exclude) this.checkExclusions(exclude, users.length)
    const items = new Int32Array(users.length * k)
    const scores = new Float32Array(users.length * k)
    const size = Math.min(BATCH, Math.ceil(BATCH_NUMBERS / this.scorer.items.dimension))
    for (let start = 0; start < users.length; start += size) {
      const batch = Array.prototype.slice.call(users, start, start + size) as number[]
      const sides = this.scorer.sidesOf(batch) // users [batch, dimension], items [items, dimension]
      const own = exclude && {
        offsets: exclude.indptr.subarray(start, start + batch.length + 1).map((at) => at - exclude.indptr[start]!),
        ids: exclude.indices.subarray(exclude.indptr[start], exclude.indptr[start + batch.length]),
      }
      const found = scoreTopK(sides.users, sides.items, sides.dimension, k, own, allow?.words)
      items.set(found.ids, start * k)
      scores.set(found.scores, start * k)
    }
    return { k, items, scores }
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
    this.directions ??= freezeTable(unitRows(this.scorer.items)) // on first use: half the memory for those who never ask
    const { dimension } = this.scorer.items
    const vector = this.directions.subarray(item * dimension, (item + 1) * dimension)
    return this.search(vector, this.directions, k, [item])
  }

  /**
   * What each score is made of (model.md section 5); the parts add up to the score.
   *
   * @param user a user of the model, or one that `foldIn` made
   * @throws RangeError for an unknown user or item, or a mode that the model does not have
   */
  explain(
    user: number | UserRows,
    items: ArrayLike<number>,
    { mode = this.modes[0] }: ExplainOptions = {},
  ): Explanation[] {
    for (let n = 0; n < items.length; n++) checkIndex('item', items[n]!, this.factors.items)
    return this.explainer.explain(this.rowsOf(user), items, mode)
  }

  /**
   * The user side, for `recommend` and `explain`, of someone with this history: for all users of a shop the same way to
   * be served, whether or not the model was trained on them. It takes no training, and well under a millisecond after a
   * first call that looks at all users and items (`prepareFoldIn`). What the user has is not left out of lists by itself.
   *
   * Of a user of the model the trained vector is the start, and what they took since is folded in; if they took nothing
   * since, it is the trained side to the bit. Where less than half of what the model was trained on is left in the
   * history, the vector was learned from something else: the user is then a new one. A new user starts from the mean of
   * the model's users.
   *
   * @param items the whole history, in any order, also more than once
   * @example model.recommend(model.foldIn([3, 8]), 20)
   * @throws RangeError for an unknown item or user
   * @throws UserFacingError for a blend of several models (`canFoldIn`)
   */
  foldIn(items: ArrayLike<number>, { user }: FoldInOptions = {}): UserRows {
    for (let n = 0; n < items.length; n++) checkIndex('item', items[n]!, this.factors.items)
    if (user !== undefined) checkIndex('user', user, this.factors.users)
    const folding = this.prepareFoldIn()
    if (user === undefined) return folding.rowsOf(items)
    const known = rowOf(this.trained, user)
    const history = new Set(Array.from(items))
    let left = 0
    for (const item of known) if (history.has(item)) left++
    if (left === 0 || left < STILL_THERE * known.length) return folding.rowsOf(items)
    for (const item of known) history.delete(item)
    return folding.rowsOf([...history], { rows: rowsOfUser(this.factors, user), count: known.length })
  }

  /** False for a blend of several models: their weights were chosen for users they were trained on. */
  get canFoldIn(): boolean {
    return (this.manifest.members?.filter(({ share }) => share > 0) ?? []).length <= 1
  }

  /**
   * Looks at all users and items for `foldIn`, which else does it on its first call: some 0.3 s at a width of 193.
   *
   * @throws UserFacingError for a blend of several models
   */
  prepareFoldIn(): FoldIn {
    if (!this.canFoldIn) throw new UserFacingError(BLEND)
    this.folding ??= new FoldIn(this.factors, this.manifest.config.foldInPriorWeight)
    return this.folding
  }

  /** The modes this model can be explained in, the one taken by default first. */
  get modes(): readonly [ExplanationMode, ...ExplanationMode[]] {
    return modesOf(this.factors)
  }

  private rowsOf(user: number | UserRows): UserRows {
    if (typeof user !== 'number') return user
    checkIndex('user', user, this.factors.users)
    return rowsOfUser(this.factors, user)
  }

  private search(
    vector: Float32Array,
    items: Float32Array,
    k: number,
    exclude: ArrayLike<number>,
    allow?: ItemMask,
  ): Ranked[] {
    checkLength(k)
    this.checkMask(allow)
    for (let n = 0; n < exclude.length; n++) checkIndex('item', exclude[n]!, this.factors.items)
    const ids = Uint32Array.from(exclude).sort()
    const length = Math.min(k, this.factors.items)
    if (length === 0) return []
    const found = scoreTopK(vector, items, vector.length, length, { offsets: [0, ids.length], ids }, allow?.words)
    const ranked: Ranked[] = []
    for (let n = 0; n < length && found.ids[n]! >= 0; n++) ranked.push({ item: found.ids[n]!, score: found.scores[n]! })
    return ranked
  }

  private checkMask(allow?: ItemMask): void {
    if (allow && allow.items !== this.factors.items) {
      throw new RangeError(`A mask of ${allow.items} items does not fit a model of ${this.factors.items} items`)
    }
  }

  private checkExclusions({ indptr, indices }: Csr, rows: number): void {
    if (indptr.length !== rows + 1) {
      throw new RangeError(`Exclusions of ${indptr.length - 1} rows do not fit ${rows} users`)
    }
    for (const item of indices) checkIndex('item', item, this.factors.items)
  }
}

function checkLength(k: number): void {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`k must be a whole number from 0 on, not ${k}`)
}

function checkIndex(what: string, index: number, size: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new RangeError(`There is no ${what} ${index}, only 0 to ${size - 1}`)
  }
}
