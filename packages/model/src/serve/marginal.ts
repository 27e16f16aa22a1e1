import { multiplyTransposed } from '../compute/index.ts'
import { covariance, invert, variances, type Table } from './covariance.ts'
import type { Block, Factors } from './factors.ts'
import { hasVectors } from './user-side.ts'

/** Share of the mean variance of a code's dimensions below which one counts as pruned by the bottleneck. */
const RIDGE = 1e-3

/** How what the modality says alone is read off what a user's joint decoder says. */
export interface Marginal {
  /** Width of a code. */
  readonly dimension: number
  /** A_m^T: of a user's joint row makes one for the modality. `[dimension, joint dimension]` */
  readonly map: Float64Array
  /** Covariance over the items that have the modality: of its codes, and of the joint decoder's item rows. */
  readonly spread: Float64Array // [dimension, dimension]
  readonly total: Float64Array // [joint dimension, joint dimension]
  /** (1 - R^2) / R^2 times this is what a regression explains by chance. */
  readonly chance: number
}

/**
 * The observational decoders: what modality m alone says is the expectation of what all say, f_m = E[f_joint | z_m].
 *
 * That is what p(y | z_m) is to p(y | z_1..z_M), so that decoders and joint decoder agree by construction: they differ by
 * what the other modalities add, and not by what each has learnt by heart of the same interactions. The expectation is a
 * regression over the catalogue, linear in z_m as the decoders of L_U are: f_m(u, i) = <A_m^T f_u, z_m(i)>.
 *
 * @param codes z_m of all items, one a modality
 */
export function marginalDecoders(factors: Factors, codes: readonly Table[]): Block[] {
  const { users } = factors
  const modal = modalBlocks(factors)
  if (modal.length === 0) {
    return codes.map(({ dimension, values }) => ({ dimension, user: new Float32Array(users * dimension), item: values }))
  }
  const joint = joined(modal, 'user')
  return marginals(factors, codes).map((marginal, m) => ({
    dimension: marginal.dimension,
    user: marginalRows(marginal, joint),
    item: codes[m].values,
  }))
}

/** The regressions of `marginalDecoders`, one a modality, for factors that have a joint decoder. */
export function marginals(factors: Factors, codes: readonly Table[]): Marginal[] {
  const item = joined(modalBlocks(factors), 'item') // f_joint = <user, item>
  return factors.modalities.map(({ present }, m) => {
    const z = codes[m]
    const { dimension } = z
    const spread = covariance(z, z, present) // [dimension, dimension]
    const { inverse, freedom } = regularizedInverse(spread, dimension)
    const together = covariance(z, item, present) // [dimension, item.dimension]
    const count = present.reduce((sum, has) => sum + has, 0)
    return {
      dimension,
      map: product(inverse, together, dimension, item.dimension),
      spread,
      total: covariance(item, item, present),
      chance: freedom / Math.max(1, count - 1 - freedom),
    }
  })
}

/**
 * Users' rows of a modality's decoder. A regression on d dimensions of n items explains d / n of anything. For each user
 * that much is taken back by the positive part of Stein's factor, 1 - (1 - R^2) / R^2 * d / (n - 1 - d); without it every
 * pure synergy would seem to have something to do with each modality.
 *
 * @param joint the users' rows of all modal blocks, side by side. `[users, joint dimension]`
 * @returns `[users, dimension]`
 */
export function marginalRows({ dimension, map, spread, total, chance }: Marginal, joint: Table): Float32Array {
  const users = joint.values.length / joint.dimension
  const rows = multiplyTransposed(joint.values, Float32Array.from(map), users, dimension, joint.dimension) // [users, dimension]
  const explained = variances({ dimension, values: rows }, spread)
  const all = variances(joint, total)
  for (let u = 0; u < explained.length; u++) {
    const unexplained = Math.max(0, all[u] - explained[u])
    const factor = explained[u] > 0 ? Math.max(0, 1 - (unexplained / explained[u]) * chance) : 0
    for (let d = 0; d < dimension; d++) rows[u * dimension + d] *= factor
  }
  return rows
}

function modalBlocks({ blocks }: Factors) {
  return blocks.filter(hasVectors).filter(({ role }) => role === 'modal')
}

/** (C + ridge)^-1, and the degrees of freedom tr(C (C + ridge)^-1) that it leaves. */
export function regularizedInverse(c: Float64Array, n: number): { inverse: Float64Array; freedom: number } {
  let trace = 0
  for (let d = 0; d < n; d++) trace += c[d * n + d]
  if (trace === 0) return { inverse: new Float64Array(n * n), freedom: 0 } // constant codes say nothing
  const ridge = (RIDGE * trace) / n
  const inverse = invert(c.map((x, at) => (at % (n + 1) === 0 ? x + ridge : x)), n)
  let freedom = n
  for (let d = 0; d < n; d++) freedom -= ridge * inverse[d * n + d]
  return { inverse, freedom }
}

function joined(blocks: readonly Block[], side: 'user' | 'item'): Table {
  const dimension = blocks.reduce((sum, block) => sum + block.dimension, 0)
  const rows = blocks.length > 0 ? blocks[0][side].length / blocks[0].dimension : 0
  const values = new Float32Array(rows * dimension)
  let start = 0
  for (const block of blocks) {
    for (let row = 0; row < rows; row++) {
      values.set(block[side].subarray(row * block.dimension, (row + 1) * block.dimension), row * dimension + start)
    }
    start += block.dimension
  }
  return { dimension, values }
}

/** a b, `[n, n]` times `[n, m]`. */
export function product(a: Float64Array, b: Float64Array, n: number, m: number): Float64Array {
  const c = new Float64Array(n * m)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const left = a[i * n + k]
      for (let j = 0; j < m; j++) c[i * m + j] += left * b[k * m + j]
    }
  }
  return c
}
