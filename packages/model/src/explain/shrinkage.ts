import { type Block, type Factors, hasVectors, type ScoreBlock } from '../factors/index.ts'
import { logLoss, marginsOf, type Comparison } from './comparisons.ts'
import { covariance, variances } from '../linalg/index.ts'

/** Thresholds tried for a block: quantiles of the sizes over users. */
const QUANTILES = 20
const SWEEPS = 2

/**
 * Shrinks the joint decoder where it fits the noise of a user's few interactions (docs/model.md section 5).
 *
 * Block g has the size s_ug for user u, its standard deviation over the catalog. The user's row is multiplied by the
 * positive part of James and Stein's factor, max(0, 1 - (c_g / s_ug)^2). That is also the empirical Bayes estimate if
 * c_g^2 is the variance of the noise. c_g is the same for all users. It is chosen on held-out comparisons, block by
 * block, by the log loss of the joint decoder. It is 0 if shrinking does not help.
 *
 * @returns factors with new user rows of modal blocks; the same object if nothing is shrunk
 */
export function shrink(factors: Factors, comparisons: readonly Comparison[]): Factors {
  const groups = factors.blocks.flatMap((block, index) =>
    block.role === 'modal' && hasVectors(block)
      ? [{ index, block, sizes: sizesOf(block), margins: marginsOf(block, comparisons) }]
      : [],
  )
  if (groups.length === 0 || comparisons.length === 0) return factors
  const thresholds = groups.map(() => 0)
  const lossWith = (changed: number, threshold: number) => {
    const sums = new Float64Array(comparisons.length)
    groups.forEach(({ sizes, margins }, g) => {
      const c = g === changed ? threshold : thresholds[g]!
      for (let n = 0; n < sums.length; n++) sums[n]! += margins[n]! * factorOf(c, sizes[comparisons[n]!.user]!)
    })
    return logLoss(sums)
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    groups.forEach(({ sizes }, g) => {
      const losses = thresholdsOf(sizes).map((c) => ({ c, loss: lossWith(g, c) }))
      thresholds[g] = losses.reduce((best, one) => (one.loss < best.loss ? one : best)).c
    })
  }
  if (thresholds.every((c) => c === 0)) return factors
  const blocks = [...factors.blocks]
  groups.forEach(({ index, block, sizes }, g) => {
    if (thresholds[g]! > 0) blocks[index] = scaleUsers(block, (user) => factorOf(thresholds[g]!, sizes[user]!))
  })
  return { ...factors, blocks }
}

function factorOf(threshold: number, size: number): number {
  if (threshold === 0) return 1
  return size > threshold ? 1 - (threshold / size) ** 2 : 0
}

/** The standard deviation of a block over items, for each user. `[users]` */
function sizesOf({ dimension, user, item }: Block): Float64Array {
  const items = { dimension, values: item }
  return variances({ dimension, values: user }, covariance(items, items)).map(Math.sqrt)
}

function thresholdsOf(sizes: Float64Array): number[] {
  const sorted = sizes.toSorted()
  return [
    0,
    ...Array.from({ length: QUANTILES }, (_, n) => sorted[Math.floor(((n + 1) * (sorted.length - 1)) / QUANTILES)]!),
  ]
}

function scaleUsers<T extends ScoreBlock & Block>(block: T, factor: (user: number) => number): T {
  const user = block.user.slice()
  for (let n = 0; n < user.length; n++) user[n]! *= factor(Math.floor(n / block.dimension))
  return { ...block, user }
}
