import { hasPair, type Csr } from '../data/csr.ts'
import type { Block, Factors, ScoreBlock, UnimodalDecoder } from '../serve/factors.ts'
import { dotUser } from '../serve/user-side.ts'

/** What draws items. */
export interface ItemSource {
  below(limit: number): number
}

/** A held-out positive beside an item the user has nothing to do with. */
interface Comparison {
  readonly user: number
  readonly positive: number
  readonly negative: number
}

const MOST_COMPARISONS = 20_000
/** A decoder that needs a larger factor separates the comparisons almost perfectly; more says nothing more. */
const LARGEST_TEMPERATURE = 100

/**
 * Brings the uni-modal decoders to the served scale (model.md section 5). Every decoder over- or under-states its log
 * odds; the factor t that mends it is the one with the least -log sigmoid(t (f(positive) - f(negative))) on held-out
 * comparisons. The joint decoder must keep the scale it is served with, or the parts would not add up, so each
 * uni-modal one is multiplied by its own t over the joint decoder's: what all over-state alike cancels, and a decoder
 * whose modality predicts nothing gets 0 whatever it learnt by heart.
 *
 * Nothing changes for an interventional reading, whose decoders are the served function itself, nor where there is no
 * held-out pair.
 *
 * @param train `[users, items]`
 * @param heldOut the validation pairs `[users, items]`
 */
export function calibrate(factors: Factors, train: Csr, heldOut: Csr, random: ItemSource): Factors {
  if (factors.reading === 'interventional') return factors
  const comparisons = drawComparisons(factors, train, heldOut, random)
  if (comparisons.length === 0) return factors
  const joint = factors.blocks.filter(({ role }) => role === 'modal')
  const served = temperature(comparisons.map((comparison) => margin(joint, comparison)))
  return {
    ...factors,
    decoders: factors.decoders.map((decoder) => {
      const own = temperature(comparisons.flatMap((comparison) => decoderMargin(decoder, comparison)))
      return { ...decoder, scale: served > 0 ? own / served : 0 }
    }),
  }
}

/**
 * The factor t >= 0 that makes margins into log odds: the minimum of mean softplus(-t margin), which is convex, by
 * bisection on its slope.
 */
export function temperature(margins: readonly number[]): number {
  const slope = (t: number) => margins.reduce((sum, margin) => sum - margin / (1 + Math.exp(t * margin)), 0)
  if (slope(0) >= 0) return 0 // on average the margins point the wrong way, or there are none
  if (slope(LARGEST_TEMPERATURE) <= 0) return LARGEST_TEMPERATURE
  let low = 0
  let high = LARGEST_TEMPERATURE
  for (let n = 0; n < 50; n++) {
    const middle = (low + high) / 2
    if (slope(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function drawComparisons({ users, items }: Factors, train: Csr, heldOut: Csr, random: ItemSource): Comparison[] {
  const every = Math.max(1, Math.ceil(heldOut.indices.length / MOST_COMPARISONS))
  const comparisons: Comparison[] = []
  for (let user = 0; user < users; user++) {
    for (let pair = heldOut.indptr[user]; pair < heldOut.indptr[user + 1]; pair++) {
      if (pair % every !== 0) continue
      const negative = random.below(items)
      // a draw that hits something the user has is dropped, not repeated: comparisons are plenty
      if (hasPair(train, user, negative) || hasPair(heldOut, user, negative)) continue
      comparisons.push({ user, positive: heldOut.indices[pair], negative })
    }
  }
  return comparisons
}

function decoderMargin(decoder: UnimodalDecoder, comparison: Comparison): number[] {
  const { present } = decoder
  return present[comparison.positive] && present[comparison.negative] ? [margin([decoder], comparison)] : []
}

function margin(blocks: readonly (Block | ScoreBlock)[], { user, positive, negative }: Comparison): number {
  let sum = 0
  for (const block of blocks) {
    const { dimension, item } = block
    sum += dotUser(block, user, item, positive * dimension) - dotUser(block, user, item, negative * dimension)
  }
  return sum
}
