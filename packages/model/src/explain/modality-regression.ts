import { multiplyTransposed } from '../core/index.ts'
import { centredRows, covariance, invert, meanProduct, transpose, variances, type Table } from '../linalg/index.ts'
import { type Block, type Factors, hasVectors, observedBlocks, sideBySide } from '../factors/index.ts'

/** Ridges tried for each user, in parts of the mean variance of a code's dimensions. */
const RIDGES = [1e-3, 3e-2, 1]
/** Bound of the leverage: with 1, the regression on the other items would not be defined. */
const MOST_LEVERAGE = 1 - 1e-6

/** A regression of the other modalities' blocks of the joint decoder on the codes of one modality, under one ridge. */
interface Regression {
  /** A^T: maps a user's rows of the other blocks to a row of the modality. `[width, dimension of the others]` */
  readonly map: Float32Array
  /** Mean f g over items. f is the value of the other blocks, and g its prediction from all other items. */
  readonly agreement: Float32Array // [dimension of the others, the same]
  /** Mean g g over items. */
  readonly size: Float32Array // [dimension of the others, the same]
}

/** The expectation of the other modalities' blocks, given one modality. */
export interface ModalityRegression {
  /** Indexes of the joint decoder's blocks that depend on other modalities. */
  readonly others: readonly number[]
  /** Width of a code. */
  readonly width: number
  readonly regressions: readonly Regression[]
}

/**
 * The decoders of the observational mode (docs/model.md section 5). The value of modality m alone is the expectation of
 * the joint decoder,
 *
 *     f_m = E[f_joint | x_m] = f_own + E[f_others | x_m]
 *
 * f_own are the blocks of the joint decoder that depend on m alone; a decoder is the rest. f_m relates to f_joint as
 * p(y | x_m) to p(y | x_1..x_M). So they differ by what the other modalities add, not by what each overfits.
 *
 * The expectation is a linear regression over the catalog on codes of the features. The codes must be untrained. In a
 * small catalog, trained codes memorize what users take and would attribute it to the modality (docs/decisions/0049).
 *
 * @param codes of all items, one table a modality
 */
export function regressionDecoders(factors: Factors, codes: readonly Table[]): Block[] {
  const users = factors.blocks.map((block) => tableOf(block, 'user'))
  return modalityRegressions(factors, codes).map((regression, m) => ({
    dimension: regression.width,
    user: decoderRows(regression, users, factors.users),
    item: codes[m]!.values,
  }))
}

/** The regressions of `regressionDecoders`, one a modality. */
export function modalityRegressions(factors: Factors, codes: readonly Table[]): ModalityRegression[] {
  const { blocks, modalities } = factors
  const { joint, own } = observedBlocks(factors)
  return modalities.map(({ present }, m) => {
    const others = joint.filter((index) => !own[m]!.includes(index) && hasVectors(blocks[index]!))
    const width = codes[m]!.dimension
    if (others.length === 0) return { others, width, regressions: [] }
    const values = centredRows(sideBySide(others.map((index) => tableOf(blocks[index]!, 'item'))), present)
    const z = centredRows(codes[m]!, present)
    return { others, width, regressions: RIDGES.map((ridge) => regressionOf(ridge, z, values)) }
  })
}

/**
 * Users' rows of a modality's decoder.
 *
 * A regression on d dimensions of n items fits d / n of any values. Pure synergy would then seem to depend on each
 * modality. So each user gets the ridge with the best prediction of items left out. That prediction is multiplied by
 * the factor s in [0, 1] that minimizes mean (f - s g)^2.
 *
 * @param tables the users' rows of every block, by index
 * @returns `[users, width]`
 */
export function decoderRows(
  { others, width, regressions }: ModalityRegression,
  tables: readonly Table[],
  users: number,
): Float32Array {
  const rows = new Float32Array(users * width)
  const gained = new Float64Array(users) // the gain over predicting 0
  if (others.length === 0) return rows
  const joint = sideBySide(others.map((index) => tables[index]!)) // [users, dimension of the others]
  for (const { map, agreement, size } of regressions) {
    const predicted = multiplyTransposed(joint.values, map, users, width, joint.dimension) // [users, width]
    const [a, b] = [variances(joint, agreement), variances(joint, size)]
    for (let u = 0; u < users; u++) {
      const s = b[u]! > 0 ? Math.min(1, a[u]! / b[u]!) : 0
      const gain = 2 * s * a[u]! - s * s * b[u]!
      if (gain <= gained[u]!) continue
      gained[u] = gain
      for (let d = 0; d < width; d++) rows[u * width + d] = s * predicted[u * width + d]!
    }
  }
  return rows
}

/** @param z codes `[items, width]` @param others the others' item rows `[items, dimension]`, both centred */
function regressionOf(ridge: number, z: Table, others: Table): Regression {
  const { dimension } = others
  const count = z.values.length / z.dimension
  const inverse = regularizedInverse(covariance(z, z), z.dimension, ridge)
  const map = product(inverse, covariance(z, others), z.dimension, dimension)
  // The residual of an item left out is its residual divided by 1 - h, h = 1 / n + z^T (C + ridge)^-1 z / n (Allen's
  // PRESS).
  const fitted = multiplyTransposed(
    z.values,
    Float32Array.from(transpose(map, z.dimension, dimension)),
    count,
    dimension,
    z.dimension,
  ) // [items, dimension]
  const leverage = variances(z, inverse)
  const values = others.values.map((f, at) => {
    const h = Math.min(MOST_LEVERAGE, (1 + leverage[Math.floor(at / dimension)]!) / count)
    return f - (f - fitted[at]!) / (1 - h)
  })
  const g = { dimension, values }
  // in the numbers of the kernel that reads them, once and not for every user
  return {
    map: Float32Array.from(map),
    agreement: Float32Array.from(symmetric(meanProduct(others, g), dimension)),
    size: Float32Array.from(meanProduct(g, g)),
  }
}

function tableOf(block: Factors['blocks'][number], side: 'user' | 'item'): Table {
  return { dimension: block.dimension, values: hasVectors(block) ? block[side] : new Float32Array(0) }
}

/** (C + ridge)^-1 @param part of the mean variance */
export function regularizedInverse(c: Float64Array, n: number, part: number): Float64Array {
  let trace = 0
  for (let d = 0; d < n; d++) trace += c[d * n + d]!
  if (trace === 0) return new Float64Array(n * n) // constant codes predict nothing
  const ridge = (part * trace) / n
  return invert(
    c.map((x, at) => (at % (n + 1) === 0 ? x + ridge : x)),
    n,
  )
}

/** a b, `[n, n]` times `[n, m]`. */
export function product(a: Float64Array, b: Float64Array, n: number, m: number): Float64Array {
  const c = new Float64Array(n * m)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const left = a[i * n + k]!
      for (let j = 0; j < m; j++) c[i * m + j]! += left * b[k * m + j]!
    }
  }
  return c
}

/** (a + a^T) / 2, which has the same v^T a v. */
function symmetric(a: Float64Array, n: number): Float64Array {
  const turned = transpose(a, n, n)
  return a.map((value, at) => (value + turned[at]!) / 2)
}
