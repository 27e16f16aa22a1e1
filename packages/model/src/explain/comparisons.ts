import { hasPair, type Csr } from '../linalg/index.ts'
import type { Block } from '../factors/index.ts'

/** What draws items. */
export interface ItemSource {
  below(limit: number): number
}

/** A held-out item of a user, and an item that the user has no interaction with. */
export interface Comparison {
  readonly user: number
  readonly positive: number
  readonly negative: number
}

const MOST_COMPARISONS = 20_000
/** A decoder that needs a larger factor separates the comparisons almost perfectly. */
const LARGEST_TEMPERATURE = 100

/**
 * At most about 20,000 comparisons, spread over all held-out pairs.
 *
 * @param train `[users, items]`
 * @param heldOut `[users, items]`
 */
export function drawComparisons(items: number, train: Csr, heldOut: Csr, random: ItemSource): Comparison[] {
  const every = Math.max(1, Math.ceil(heldOut.indices.length / MOST_COMPARISONS))
  const comparisons: Comparison[] = []
  for (let user = 0; user < heldOut.indptr.length - 1; user++) {
    for (let pair = heldOut.indptr[user]!; pair < heldOut.indptr[user + 1]!; pair++) {
      if (pair % every !== 0) continue
      const negative = random.below(items)
      // A draw that hits an item of the user is dropped, not repeated: there are enough comparisons.
      if (hasPair(train, user, negative) || hasPair(heldOut, user, negative)) continue
      comparisons.push({ user, positive: heldOut.indices[pair]!, negative })
    }
  }
  return comparisons
}

/** f(positive) - f(negative) of each comparison. */
export function marginsOf(
  { dimension, user: users, item: items }: Block,
  comparisons: readonly Comparison[],
): Float64Array {
  return Float64Array.from(comparisons, ({ user, positive, negative }) => {
    let sum = 0
    for (let d = 0; d < dimension; d++) {
      sum += users[user * dimension + d]! * (items[positive * dimension + d]! - items[negative * dimension + d]!)
    }
    return sum
  })
}

/**
 * The factor t >= 0 that turns margins into log odds. It is the minimum of mean softplus(-t margin), which is convex,
 * by bisection on the slope.
 */
export function temperature(margins: ArrayLike<number>): number {
  const slope = (t: number) => {
    let sum = 0
    for (let n = 0; n < margins.length; n++) sum -= margins[n]! / (1 + Math.exp(t * margins[n]!))
    return sum
  }
  if (slope(0) >= 0) return 0 // on average the margins point the wrong way, or there are none
  if (slope(LARGEST_TEMPERATURE) <= 0) return LARGEST_TEMPERATURE
  let low = 0
  let high = LARGEST_TEMPERATURE
  for (let n = 0; n < 30; n++) {
    const middle = (low + high) / 2
    if (slope(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Mean -log sigmoid(t margin) at the best t: how well margins predict, whatever their scale. In nats; ln 2 by chance.
 */
export function logLoss(margins: ArrayLike<number>): number {
  const t = temperature(margins)
  let sum = 0
  for (let n = 0; n < margins.length; n++) sum += softplus(-t * margins[n]!)
  return margins.length > 0 ? sum / margins.length : Math.LN2
}

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
