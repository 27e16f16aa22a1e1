import { csrRows, type Csr } from '../linalg/index.ts'
import type { Statistics } from './hypotheses.ts'
import { weightedCross } from './symmetric.ts'

/**
 * Training histories with likelihood weights: 1 for an ordinary interaction, more for a stronger one, less than 0 where
 * the item was disliked.
 */
export interface Histories {
  readonly pairs: Csr // [shoppers, items]
  /** 1 throughout where absent. `[pairs]` */
  readonly weights?: Float32Array
}

/** Interactions that an item is credited with beforehand: one that nobody has taken yet can be part of a new history. */
const CREDIT = 0.5

/** The share of each item in what shoppers take, sum 1. `[items]` */
export function popularityOf({ pairs, weights }: Histories, items: number): Float64Array {
  const counts = new Float64Array(items).fill(CREDIT)
  let total = CREDIT * items
  pairs.indices.forEach((item, n) => {
    const weight = Math.max(0, weights?.[n] ?? 1)
    counts[item]! += weight
    total += weight
  })
  return counts.map((count) => count / total)
}

/** What the histories of some shoppers add up to. @param features of all items `[items, width]` */
export function statisticsOf(
  { pairs, weights }: Histories,
  shoppers: ArrayLike<number>,
  features: Float64Array,
  width: number,
  popularity: Float64Array,
): Statistics {
  const sums = new Float64Array(shoppers.length * width)
  const sizes = new Float64Array(shoppers.length)
  for (let n = 0; n < shoppers.length; n++) {
    for (let at = pairs.indptr[shoppers[n]!]!; at < pairs.indptr[shoppers[n]! + 1]!; at++) {
      const weight = weights?.[at] ?? 1
      sizes[n]! += Math.abs(weight)
      addRow(features, pairs.indices[at]!, width, weight, sums, n * width)
    }
  }
  return { width, sums, sizes, gram: weightedCross(features, width, features, width, popularity) }
}

/** out[at .. at + width) += weight * table[row] */
export function addRow(
  table: Float64Array | Float32Array,
  row: number,
  width: number,
  weight: number,
  out: Float64Array,
  at = 0,
): void {
  for (let d = 0, from = row * width; d < width; d++) out[at + d]! += weight * table[from + d]!
}

/** Shoppers with a history, at most so many of them, spread evenly. */
export function sampleShoppers({ pairs }: Histories, most: number): number[] {
  const active: number[] = []
  for (let shopper = 0; shopper < csrRows(pairs); shopper++) {
    if (pairs.indptr[shopper + 1]! > pairs.indptr[shopper]!) active.push(shopper)
  }
  const step = Math.max(1, active.length / most)
  return Array.from({ length: Math.min(most, active.length) }, (_, n) => active[Math.floor(n * step)]!)
}
