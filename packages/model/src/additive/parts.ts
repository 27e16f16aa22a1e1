import { Matrix, QrDecomposition } from 'ml-matrix'
import type { Coordinates } from './coordinates.ts'
import { shareCoordinates, type SharedDirections } from './shared-directions.ts'
import { eigenOf, inverseOf, timesMatrix, weightedCross } from './symmetric.ts'

export type PartKind = 'unique' | 'redundant' | 'synergy'

/** One part of a preference: f_p(i) = <features of i, w_p>, w_p ~ N(0, s diag(variances)) before anything is learned. */
export interface PartFeatures {
  readonly kind: PartKind
  /** The modalities that it is made of. */
  readonly modalities: readonly string[]
  readonly rank: number
  /** Zeros where the item lacks what the part is made of; mean 0 over what shoppers take. `[items, rank]` */
  readonly values: Float64Array
  /** Scaled so that a preference has variance 1 over what shoppers take. `[rank]` */
  readonly variances: Float64Array
}

export interface PartOptions {
  /** Leading unique directions of either modality whose products are the interaction. */
  readonly productRank: number
  readonly interactionRank: number
}

/**
 * The parts of preferences over items, a functional ANOVA: what each modality has for itself (main effects, outside the
 * shared directions), what modalities share, and products of two modalities' own directions, less what main effects
 * explain of them.
 *
 * @param popularity share of each item in what shoppers take, sum 1 `[items]`
 * @param count shared directions
 */
export function partsOf(
  coordinates: readonly Coordinates[],
  shared: SharedDirections,
  count: number,
  popularity: Float64Array,
  { productRank, interactionRank }: PartOptions,
): PartFeatures[] {
  const common = shareCoordinates(coordinates, shared, count)
  const own = coordinates.map((one, m) => ownDirections(one, common.loadings[m]!))
  const parts: PartFeatures[] = []
  const add = (part: PartFeatures, present: Uint8Array) => {
    if (part.rank > 0) parts.push(scaled(centred(part, present, popularity), popularity))
  }
  own.forEach((table, m) => {
    const { name, present } = coordinates[m]!
    add({ kind: 'unique', modalities: [name], ...table }, present)
  })
  const all = coordinates.map(({ name }) => name)
  if (count > 0)
    add(
      { kind: 'redundant', modalities: all, ...common, variances: new Float64Array(count).fill(1) },
      anyOf(coordinates),
    )
  for (let a = 0; a < own.length; a++) {
    for (let b = a + 1; b < own.length; b++) {
      const both = coordinates[a]!.present.map((has, item) => has & coordinates[b]!.present[item]!)
      const product = products(own[a]!, own[b]!, both, popularity, productRank)
      const main = [own[a]!, own[b]!, common]
      const table = principal(withoutMain(product, main, both), both, interactionRank)
      add({ kind: 'synergy', modalities: [all[a]!, all[b]!], ...table }, both)
    }
  }
  return parts
}

interface Directions {
  readonly rank: number
  readonly values: Float64Array // [items, rank]
  readonly variances: Float64Array // [rank]
}

/** A modality's coordinates outside its shared directions, those of largest variance first. */
function ownDirections({ rank, values, variances }: Coordinates, loadings: Matrix): Directions {
  const used = [...Array(loadings.columns).keys()].filter((c) => loadings.getColumn(c).some((value) => value !== 0))
  const own = rank - used.length
  if (own <= 0) return { rank: 0, values: new Float64Array(0), variances: new Float64Array(0) }
  let rest = Matrix.eye(rank)
  if (used.length > 0) {
    const taken = new QrDecomposition(loadings.subMatrixColumn(used)).orthogonalMatrix
    rest = rest.sub(taken.mmul(taken.transpose()))
  }
  const found = eigenOf(rest.mmul(Matrix.diag(Array.from(variances))).mmul(rest))
  const basis = found.vectors.subMatrix(0, rank - 1, 0, own - 1)
  return { rank: own, values: timesMatrix(values, basis), variances: found.values.slice(0, own) }
}

function products(a: Directions, b: Directions, both: Uint8Array, q: Float64Array, most: number): Directions {
  const [left, right] = [Math.min(most, a.rank), Math.min(most, b.rank)]
  const [first, second] = [a, b].map((table) => centred(table, both, q))
  const rank = left * right
  const values = new Float64Array(both.length * rank)
  for (let item = 0; item < both.length; item++) {
    if (!both[item]) continue
    for (let d = 0; d < left; d++) {
      for (let e = 0; e < right; e++) {
        values[item * rank + d * right + e] = first!.values[item * a.rank + d]! * second!.values[item * b.rank + e]!
      }
    }
  }
  return { rank, values, variances: new Float64Array(rank).fill(1) }
}

/**
 * Products less what the main effects explain of them. A regression on r columns explains r / n of anything: only what it
 * explains beyond (adjusted R^2) is taken away, so few items do not make interactions disappear.
 */
function withoutMain(
  product: Directions,
  main: readonly Pick<Directions, 'rank' | 'values'>[],
  both: Uint8Array,
): Directions {
  const columns = main.reduce((sum, { rank }) => sum + rank, 0) + 1
  const items = both.reduce((sum, has) => sum + has, 0)
  const { rank } = product
  if (rank === 0 || items <= columns + 1) return product
  const design = new Float64Array(both.length * columns)
  for (let item = 0; item < both.length; item++) {
    let at = item * columns
    design[at++] = 1
    for (const { rank: width, values } of main) {
      for (let d = 0; d < width; d++) design[at++] = values[item * width + d]!
    }
  }
  const gram = weightedCross(design, columns, design, columns, both)
  for (let d = 0; d < columns; d++) gram.set(d, d, gram.get(d, d) * (1 + 1e-6) + 1e-9)
  const explained = timesMatrix(
    design,
    inverseOf(gram).mmul(weightedCross(design, columns, product.values, rank, both)),
  )
  const values = product.values.slice()
  for (let d = 0; d < rank; d++) {
    let [total, left, mean] = [0, 0, 0]
    for (let item = 0; item < both.length; item++) if (both[item]) mean += values[item * rank + d]! / items
    for (let item = 0; item < both.length; item++) {
      if (!both[item]) continue
      total += (values[item * rank + d]! - mean) ** 2
      left += (values[item * rank + d]! - explained[item * rank + d]!) ** 2
    }
    const r2 = total > 0 ? 1 - left / total : 0
    const adjusted = Math.max(0, 1 - ((1 - r2) * (items - 1)) / (items - columns))
    const share = r2 > 0 ? Math.min(1, adjusted / r2) : 0
    for (let item = 0; item < both.length; item++) {
      if (both[item]) values[item * rank + d]! -= share * explained[item * rank + d]!
    }
  }
  return { ...product, values }
}

/** The strongest directions of a table over the items that have it. */
function principal(table: Directions, present: Uint8Array, most: number): Directions {
  const { rank, values } = table
  if (rank === 0) return table
  const items = Math.max(
    1,
    present.reduce((sum, has) => sum + has, 0),
  )
  const { values: variances, vectors } = eigenOf(weightedCross(values, rank, values, rank, present).div(items))
  const kept = variances.filter((variance) => variance > 1e-4 * variances[0]!).slice(0, most)
  const basis = vectors.subMatrix(0, rank - 1, 0, kept.length - 1)
  for (let c = 0; c < kept.length; c++) basis.mulColumn(c, 1 / Math.sqrt(kept[c]!))
  return { rank: kept.length, values: timesMatrix(values, basis), variances: kept }
}

function anyOf(coordinates: readonly Coordinates[]): Uint8Array {
  return coordinates[0]!.present.map((_, item) => (coordinates.some(({ present }) => present[item]) ? 1 : 0))
}

/** Mean 0 over what shoppers take among the items that are there; zeros elsewhere. */
function centred<T extends Directions>(table: T, present: Uint8Array, popularity: Float64Array): T {
  const { rank } = table
  const values = table.values.slice()
  const mean = new Float64Array(rank)
  let total = 0
  for (let item = 0; item < present.length; item++) {
    if (!present[item]) continue
    total += popularity[item]!
    for (let d = 0; d < rank; d++) mean[d]! += popularity[item]! * values[item * rank + d]!
  }
  for (let item = 0; item < present.length; item++) {
    for (let d = 0; d < rank; d++) {
      if (present[item]) values[item * rank + d]! -= mean[d]! / total
      else values[item * rank + d] = 0
    }
  }
  return { ...table, values }
}

/** A preference drawn from the prior has variance 1 over what shoppers take. */
function scaled<T extends Directions>(table: T, popularity: Float64Array): T {
  const { rank, values, variances } = table
  let sum = 0
  for (let item = 0; item < popularity.length; item++) {
    for (let d = 0; d < rank; d++) sum += popularity[item]! * variances[d]! * values[item * rank + d]! ** 2
  }
  return { ...table, variances: variances.map((variance) => variance / Math.max(1e-12, sum)) }
}

/** Features of all parts side by side. `[items, sum of ranks]` */
export function sideBySide(parts: readonly PartFeatures[], items: number): Float64Array {
  const width = parts.reduce((sum, { rank }) => sum + rank, 0)
  const all = new Float64Array(items * width)
  let start = 0
  for (const { rank, values } of parts) {
    for (let item = 0; item < items; item++) {
      all.set(values.subarray(item * rank, (item + 1) * rank), item * width + start)
    }
    start += rank
  }
  return all
}
