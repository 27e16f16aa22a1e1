import { rowOf, type Csr } from '../linalg/index.ts'
import { addRow } from './histories.ts'
import { Posterior, type ShopperPosterior } from './posterior.ts'
import type { SolvedParts } from './solve-parts.ts'

/** One item of a shopper's history. */
export interface HistoryEntry {
  readonly item: number
  /** Likelihood weight: 1 for an ordinary interaction, less than 0 for a dislike. */
  readonly weight: number
}

/** How scores are put together: parts + popularity * log q + collaborative * (what ids add). */
export interface ScoreWeights {
  readonly popularity: number
  readonly collaborative: number
}

/** A recommender made of parts. It has no user parameters: shoppers are functions of their histories. */
export interface AdditiveModel extends SolvedParts {
  readonly items: number
  readonly modalities: readonly { readonly name: string; readonly present: Uint8Array }[]
  readonly weights: ScoreWeights
  /** Row i: what each item of a history adds to the score of item i, as in EASE. `[items, items]` */
  readonly collaborative?: Float32Array
}

/** A known, a new or an anonymous shopper. */
export interface Shopper extends ShopperPosterior {
  readonly history: readonly HistoryEntry[]
  readonly size: number
  /**
   * How much of the parts the ids say once more: the coefficient of a regression of the collaborative scores on those of
   * the parts over what shoppers take, at least 0. Explanations credit it to the parts, so that the collaborative part is
   * only what the others leave; scores do not depend on it.
   */
  readonly repeated: number
}

/** A score and what it is made of: baseline + collaborative + sum(unique) + redundant + synergy = score. */
export interface AdditiveExplanation {
  readonly score: number
  /** The shopper's mean score over what shoppers take. */
  readonly baseline: number
  readonly collaborative: number
  readonly unique: Readonly<Record<string, number>>
  readonly redundant: number
  readonly synergy: number
}

/** What one item of a history adds to a score. */
export interface Evidence {
  readonly item: number
  /** By part, in the order of the model's parts. */
  readonly parts: Float64Array
  readonly collaborative: number
}

/** Shoppers, scores, explanations and their evidence; everything in closed form. */
export class AdditiveScorer {
  private readonly posterior: Posterior
  private readonly starts: readonly number[]
  private readonly width: number
  private readonly popularityMean: number

  constructor(readonly model: AdditiveModel) {
    this.posterior = new Posterior(model.preferences)
    this.width = this.posterior.width
    const starts = [0]
    for (const { rank } of model.parts) starts.push(starts.at(-1)! + rank)
    this.starts = starts
    this.popularityMean = model.popularity.reduce((sum, q) => sum + q * Math.log(q), 0)
  }

  /** @param history each item once; an empty one is a shopper of whom nothing is known */
  shopperOf(history: readonly HistoryEntry[]): Shopper {
    const sum = new Float64Array(this.width)
    let size = 0
    for (const { item, weight } of history) {
      addRow(this.model.features, item, this.width, weight, sum)
      size += Math.abs(weight)
    }
    const found = this.posterior.of(sum, size)
    return { history, size, ...found, repeated: this.repeatedBy(history, found.vector) }
  }

  /** The shopper of a training row. @param weights as the pairs; 1 throughout where absent */
  shopperOfRow(pairs: Csr, row: number, weights?: Float32Array): Shopper {
    const start = pairs.indptr[row]!
    return this.shopperOf(Array.from(rowOf(pairs, row), (item, n) => ({ item, weight: weights?.[start + n] ?? 1 })))
  }

  /** f_p(i) of every part, with what the ids repeat of it. `[parts]` */
  partsOf({ vector, repeated }: Shopper, item: number): Float64Array {
    const { features } = this.model
    const parts = new Float64Array(this.starts.length - 1)
    for (let p = 0; p < parts.length; p++) {
      for (let d = this.starts[p]!; d < this.starts[p + 1]!; d++)
        parts[p]! += vector[d]! * features[item * this.width + d]!
      parts[p]! *= 1 + repeated
    }
    return parts
  }

  /** <collaborative, parts> / <parts, parts> over what shoppers take, at least 0. */
  private repeatedBy(history: readonly HistoryEntry[], vector: Float64Array): number {
    const { weights, collaborative, preferences } = this.model
    if (!collaborative || weights.collaborative === 0) return 0
    const along = (this.along ??= this.collaborativeAlong(collaborative))
    let [shared, own] = [0, 0]
    for (const { item, weight } of history) {
      for (let d = 0; d < this.width; d++) shared += weight * along[item * this.width + d]! * vector[d]!
    }
    for (let d = 0; d < this.width; d++) {
      for (let e = 0; e < this.width; e++) own += vector[d]! * preferences.gram[d * this.width + e]! * vector[e]!
    }
    return own > 0 ? Math.max(0, (weights.collaborative * shared) / own) : 0
  }

  private along: Float64Array | undefined

  /** Of every item of a history, sum over items i of q_i (what it adds to i) (features of i). `[items, width]` */
  private collaborativeAlong(collaborative: Float32Array): Float64Array {
    const { items, popularity, features } = this.model
    const sums = new Float64Array(items * this.width)
    for (let item = 0; item < items; item++) {
      for (let other = 0; other < items; other++) {
        const weight = popularity[item]! * collaborative[item * items + other]!
        if (weight !== 0) addRow(features, item, this.width, weight, sums, other * this.width)
      }
    }
    return sums
  }

  /** What the ids say: popularity, and what those who took the same items took. */
  collaborativeOf({ history }: Shopper, item: number): number {
    const { weights, popularity, collaborative, items } = this.model
    let sum = weights.popularity * (Math.log(popularity[item]!) - this.popularityMean)
    if (collaborative && weights.collaborative > 0) {
      for (const entry of history)
        sum += weights.collaborative * entry.weight * collaborative[item * items + entry.item]!
    }
    return sum
  }

  scoresOf(shopper: Shopper): Float64Array {
    const { items, features } = this.model
    const scores = new Float64Array(items)
    for (let item = 0; item < items; item++) {
      let sum = this.collaborativeOf(shopper, item)
      for (let d = 0, from = item * this.width; d < this.width; d++) sum += shopper.vector[d]! * features[from + d]!
      scores[item] = sum
    }
    return scores
  }

  /** The parts of scores. An item that lacks a modality has 0 in all parts that take it. */
  explain(shopper: Shopper, items: ArrayLike<number>): AdditiveExplanation[] {
    const baseline = this.baselineOf(shopper)
    return Array.from(items, (item) => {
      const values = this.partsOf(shopper, item)
      const unique: Record<string, number> = Object.fromEntries(this.model.modalities.map(({ name }) => [name, 0]))
      let [redundant, synergy, modal] = [0, 0, 0]
      this.model.parts.forEach(({ kind, modalities }, p) => {
        modal += values[p]!
        if (kind === 'unique') unique[modalities[0]!]! += values[p]!
        else if (kind === 'redundant') redundant += values[p]!
        else synergy += values[p]!
      })
      const score = this.collaborativeOf(shopper, item) + modal / (1 + shopper.repeated)
      return { score, baseline, collaborative: score - baseline - modal, unique, redundant, synergy }
    })
  }

  /**
   * What every item of the shopper's history adds to each part of an item's score, hypotheses weighted as they are for
   * the whole history. The sum over the history is the part, exactly; popularity is nobody's evidence.
   */
  evidence(shopper: Shopper, item: number): Evidence[] {
    const { features, weights, collaborative, items } = this.model
    const { repeated } = shopper
    return shopper.history.map((entry) => {
      const own = new Float64Array(this.width)
      addRow(features, entry.item, this.width, entry.weight, own)
      const vector = this.posterior.contribution(own, shopper.size, shopper.hypothesisWeights)
      const parts = this.partsOf({ ...shopper, vector }, item)
      const modal = parts.reduce((total, value) => total + value, 0)
      const ids = collaborative ? weights.collaborative * entry.weight * collaborative[item * items + entry.item]! : 0
      return { item: entry.item, parts, collaborative: ids - (modal * repeated) / (1 + repeated) }
    })
  }

  /** The mean over what shoppers take: of parts it is 0 by construction, so it is that of the ids. */
  private baselineOf({ history }: Shopper): number {
    const { weights, collaborative } = this.model
    if (!collaborative || weights.collaborative === 0) return 0
    const means = (this.means ??= this.collaborativeMeans(collaborative))
    return history.reduce((sum, { item, weight }) => sum + weights.collaborative * weight * means[item]!, 0)
  }

  private means: Float64Array | undefined

  /** Of every item of a history, the mean of what it adds over what shoppers take. `[items]` */
  private collaborativeMeans(collaborative: Float32Array): Float64Array {
    const { items, popularity } = this.model
    const means = new Float64Array(items)
    for (let item = 0; item < items; item++) addRow(collaborative, item, items, popularity[item]!, means)
    return means
  }
}
