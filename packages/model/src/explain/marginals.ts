import { multiplyTransposed } from '../core/index.ts'
import { centredRows, covariance, invert, meanProduct, transpose, variances, type Table } from '../linalg/index.ts'
import { type Block, type Factors, hasVectors, observedBlocks, sideBySide } from '../factors/index.ts'

/** Ridges that are tried for each user, in parts of the mean variance of a code's dimensions. */
const RIDGES = [1e-3, 3e-2, 1]
/** An item that alone decides what is said of it cannot be told from the others. */
const MOST_LEVERAGE = 1 - 1e-6

/** A regression on the codes of a modality of what the joint decoder says from elsewhere, under one ridge. */
interface Regression {
  /** A^T: of a user's rows of the other blocks makes one for the modality. `[width, dimension of the others]` */
  readonly map: Float32Array
  /** With f what is said of an item and g what the regression on all other items says of it: mean f g and mean g g. */
  readonly agreement: Float32Array // [dimension of the others, the same]
  readonly size: Float32Array // [dimension of the others, the same]
}

/** How what the others say is expected from what a modality says. */
export interface Marginal {
  /** Places of the joint decoder's blocks that depend on other modalities. */
  readonly others: readonly number[]
  /** Width of a code. */
  readonly width: number
  readonly regressions: readonly Regression[]
}

/**
 * The observational decoders. What modality m alone says is the expectation of what all say,
 *
 *     f_m = E[f_joint | x_m] = f_own + E[f_others | x_m]
 *
 * with f_own the blocks of the joint decoder that depend on m alone, which are there already; a decoder is the rest. That is
 * what p(y | x_m) is to p(y | x_1..x_M), so that decoders and joint decoder agree by construction: they differ by what the
 * other modalities add, and not by what each has learnt by heart of the same interactions. The expectation is a regression
 * over the catalog, linear in codes of the features. These must not have been trained: of a small catalog trained
 * codes know by heart what users take, and would tell it as if the modality did (docs/decisions/0049).
 *
 * @param codes of all items, one table a modality
 */
export function marginalDecoders(factors: Factors, codes: readonly Table[]): Block[] {
  const users = factors.blocks.map((block) => tableOf(block, 'user'))
  return marginals(factors, codes).map((marginal, m) => ({
    dimension: marginal.width,
    user: decoderRows(marginal, users, factors.users),
    item: codes[m]!.values,
  }))
}

/** The regressions of `marginalDecoders`, one a modality. */
export function marginals(factors: Factors, codes: readonly Table[]): Marginal[] {
  const { blocks, modalities } = factors
  const { joint, own } = observedBlocks(factors)
  return modalities.map(({ present }, m) => {
    const others = joint.filter((place) => !own[m]!.includes(place) && hasVectors(blocks[place]!))
    const width = codes[m]!.dimension
    if (others.length === 0) return { others, width, regressions: [] }
    const said = centredRows(sideBySide(others.map((place) => tableOf(blocks[place]!, 'item'))), present)
    const z = centredRows(codes[m]!, present)
    return { others, width, regressions: RIDGES.map((ridge) => regressionOf(ridge, z, said)) }
  })
}

/**
 * Users' rows of a modality's decoder.
 *
 * A regression on d dimensions of n items explains d / n of anything: every pure synergy would seem to have something to
 * do with each modality. So for each user that ridge is taken which tells an item from the others best, and what it says
 * is multiplied by what that is worth: the factor s in [0, 1] that minimizes mean (f - s g)^2.
 *
 * @param tables the users' rows of every block, by place
 * @returns `[users, width]`
 */
export function decoderRows(
  { others, width, regressions }: Marginal,
  tables: readonly Table[],
  users: number,
): Float32Array {
  const rows = new Float32Array(users * width)
  const gained = new Float64Array(users) // how much better than saying nothing
  if (others.length === 0) return rows
  const joint = sideBySide(others.map((place) => tables[place]!)) // [users, dimension of the others]
  for (const { map, agreement, size } of regressions) {
    const said = multiplyTransposed(joint.values, map, users, width, joint.dimension) // [users, width]
    const [a, b] = [variances(joint, agreement), variances(joint, size)]
    for (let u = 0; u < users; u++) {
      const s = b[u]! > 0 ? Math.min(1, a[u]! / b[u]!) : 0
      const gain = 2 * s * a[u]! - s * s * b[u]!
      if (gain <= gained[u]!) continue
      gained[u] = gain
      for (let d = 0; d < width; d++) rows[u * width + d] = s * said[u * width + d]!
    }
  }
  return rows
}

/** @param z codes `[items, width]` @param said the others' item rows `[items, dimension]`, both centred */
function regressionOf(ridge: number, z: Table, said: Table): Regression {
  const { dimension } = said
  const count = z.values.length / z.dimension
  const inverse = regularizedInverse(covariance(z, z), z.dimension, ridge)
  const map = product(inverse, covariance(z, said), z.dimension, dimension)
  // leaving an item out: its residual divided by 1 - h, h = 1 / n + z^T (C + ridge)^-1 z / n (Allen's PRESS)
  const fitted = multiplyTransposed(
    z.values,
    Float32Array.from(transpose(map, z.dimension, dimension)),
    count,
    dimension,
    z.dimension,
  ) // [items, dimension]
  const leverage = variances(z, inverse)
  const values = said.values.map((f, at) => {
    const h = Math.min(MOST_LEVERAGE, (1 + leverage[Math.floor(at / dimension)]!) / count)
    return f - (f - fitted[at]!) / (1 - h)
  })
  const g = { dimension, values }
  // in the numbers of the kernel that reads them, once and not for every user
  return {
    map: Float32Array.from(map),
    agreement: Float32Array.from(symmetric(meanProduct(said, g), dimension)),
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
  if (trace === 0) return new Float64Array(n * n) // constant codes say nothing
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
