import { normal } from '@trifold/model/data'
import type { Traits } from './traits.ts'

/** The evidence that decides what a simulated shopper likes: the truth to check explanations against. */
export const TASTES = ['picture', 'words', 'both', 'combination'] as const
export type Taste = (typeof TASTES)[number]

/** Traits of each side that a combination is made of. */
const COMBINED_TRAITS = 2

/**
 * Draws one shopper's utilities of all products: a random direction among the traits of the taste.
 *
 * - `picture`: traits of the picture that words do not predict.
 * - `words`: traits of the words that the main directions of the pictures do not predict.
 * - `both`: traits that picture and words share.
 * - `combination`: products of a picture's and a words' trait. Neither side alone predicts whether a product is liked;
 *   whether they agree does (a graded XOR).
 *
 * @returns mean 0, variance 1 over the products. `[products]`
 */
export function drawUtilities(taste: Taste, traits: Traits, random: () => number): Float64Array {
  const rows = taste === 'combination' ? combinations(traits) : traits[taste]
  const direction = Array.from(rows[0]!, () => normal(random))
  return standardize(Float64Array.from(rows, (row) => row.reduce((sum, value, d) => sum + value * direction[d]!, 0)))
}

/** `[products][COMBINED_TRAITS^2]` */
function combinations({ picture, words }: Traits): number[][] {
  return picture.map((row, product) =>
    row
      .slice(0, COMBINED_TRAITS)
      .flatMap((seen) => words[product]!.slice(0, COMBINED_TRAITS).map((written) => seen * written)),
  )
}

function standardize(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return values.map((value) => (value - mean) / Math.sqrt(variance))
}
