import { type Block, type Factors, hasVectors, type ScoreBlock } from '../factors/index.ts'
import { logLoss, marginsOf, type Comparison } from './comparisons.ts'
import { covariance, variances } from '../linalg/index.ts'

/** Sizes at which the threshold of a block is tried: quantiles over users. */
const CANDIDATES = 20
const SWEEPS = 2

/**
 * Takes from the joint decoder what single users' few interactions seem to say about a modality they do not go by.
 *
 * What block g says to user u has a size s_ug, its standard deviation over the catalog. Where it is of the size that
 * chance alone gives, it is chance: the row is multiplied by the positive part of James and Stein's factor,
 * max(0, 1 - (c_g / s_ug)^2), which is also the empirical Bayes estimate when c_g^2 is the variance of the noise. c_g is
 * the same for all users; it is chosen on held-out comparisons, one block after the other, by the joint decoder's own
 * log loss, and 0 where no shrinking helps.
 *
 * @returns factors with new rows for the users of modal blocks; the same object where nothing is to be shrunk
 */
export function shrink(factors: Factors, comparisons: readonly Comparison[]): Factors {
  const groups = factors.blocks.flatMap((block, place) =>
    block.role === 'modal' && hasVectors(block)
      ? [{ place, block, sizes: sizesOf(block), margins: marginsOf(block, comparisons) }]
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
      const losses = candidates(sizes).map((c) => ({ c, loss: lossWith(g, c) }))
      thresholds[g] = losses.reduce((best, one) => (one.loss < best.loss ? one : best)).c
    })
  }
  if (thresholds.every((c) => c === 0)) return factors
  const blocks = [...factors.blocks]
  groups.forEach(({ place, block, sizes }, g) => {
    if (thresholds[g]! > 0) blocks[place] = scaleUsers(block, (user) => factorOf(thresholds[g]!, sizes[user]!))
  })
  return { ...factors, blocks }
}

function factorOf(threshold: number, size: number): number {
  if (threshold === 0) return 1
  return size > threshold ? 1 - (threshold / size) ** 2 : 0
}

/** The standard deviation over items of what a block says to each user. `[users]` */
function sizesOf({ dimension, user, item }: Block): Float64Array {
  const items = { dimension, values: item }
  return variances({ dimension, values: user }, covariance(items, items)).map(Math.sqrt)
}

function candidates(sizes: Float64Array): number[] {
  const sorted = sizes.toSorted()
  return [
    0,
    ...Array.from({ length: CANDIDATES }, (_, n) => sorted[Math.floor(((n + 1) * (sorted.length - 1)) / CANDIDATES)]!),
  ]
}

function scaleUsers<T extends ScoreBlock & Block>(block: T, factor: (user: number) => number): T {
  const user = block.user.slice()
  for (let n = 0; n < user.length; n++) user[n]! *= factor(Math.floor(n / block.dimension))
  return { ...block, user }
}
