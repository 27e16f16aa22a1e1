import { Matrix, SVD } from 'ml-matrix'

/** Words without information about a product. */
const STOP_WORDS = new Set(
  `a about all also an and any are as at be been but by can do each for from get has have if in into is it its just
   like made make makes may more most much need no not of on one only or our out over own so than that the their them
   then there these they this to too up use used using very was we were what when where which while who will with
   without you your`.split(/\s+/),
)
/** Words of the name count double. */
const NAME_WEIGHT = 2
/** A word of one product cannot relate it to another. */
const LEAST_DOCUMENTS = 2

export interface TextSource {
  readonly name: string
  readonly description: string
  readonly facets: Readonly<Record<string, readonly string[]>>
}

/**
 * Latent semantic analysis (Deerwester et al., 1990): TF-IDF of name, description and facets, reduced to its strongest
 * `dimension` directions by a singular value decomposition. Deterministic: each direction points to where its largest
 * word weight is positive.
 *
 * @returns one unit vector a product. `[products][dimension]`
 */
export function latentSemanticVectors(products: readonly TextSource[], dimension: number): number[][] {
  const { u, s, v } = decompose(tfIdf(products.map(countTerms)))
  return products.map((_, row) => {
    const vector = Array.from({ length: dimension }, (_, d) => {
      const weights = v.getColumn(d)
      const strongest = weights.reduce((best, weight) => (Math.abs(weight) > Math.abs(best) ? weight : best), 0)
      return Math.sign(strongest) * u.get(row, d) * s[d]!
    })
    const length = Math.hypot(...vector)
    return vector.map((value) => value / length)
  })
}

function decompose(matrix: Matrix): { u: Matrix; s: number[]; v: Matrix } {
  const svd = new SVD(matrix, { autoTranspose: true })
  return { u: svd.leftSingularVectors, s: svd.diagonal, v: svd.rightSingularVectors }
}

/** How often each term occurs. A facet is one term, whatever its words. */
export function countTerms({ name, description, facets }: TextSource): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (term: string, weight: number) => counts.set(term, (counts.get(term) ?? 0) + weight)
  for (const word of words(name)) add(word, NAME_WEIGHT)
  for (const word of words(description)) add(word, 1)
  for (const [facet, values] of Object.entries(facets)) for (const value of values) add(`${facet}:${value}`, 1)
  return counts
}

const words = (text: string) => (text.toLowerCase().match(/[a-z]{3,}/g) ?? []).filter((word) => !STOP_WORDS.has(word))

/** (1 + log tf) * log(N / df), rows of length 1; terms in alphabetical order. `[documents, terms]` */
export function tfIdf(documents: readonly Map<string, number>[]): Matrix {
  const documentCounts = new Map<string, number>()
  for (const counts of documents) {
    for (const term of counts.keys()) documentCounts.set(term, (documentCounts.get(term) ?? 0) + 1)
  }
  const terms = [...documentCounts].filter(([, count]) => count >= LEAST_DOCUMENTS).sort(([a], [b]) => (a < b ? -1 : 1))
  const rows = documents.map((counts) => {
    const row = terms.map(([term, documentCount]) => {
      const count = counts.get(term)
      return count ? (1 + Math.log(count)) * Math.log(documents.length / documentCount) : 0
    })
    const length = Math.hypot(...row) || 1
    return row.map((value) => value / length)
  })
  return new Matrix(rows)
}
