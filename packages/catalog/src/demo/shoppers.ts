import { normal, seededRandom } from '@trifold/model/data'
import type { InteractionType } from '../../generated/prisma/client.ts'
import { drawName } from './names.ts'
import { drawUtilities, TASTES, type Taste } from './tastes.ts'
import { drawSessions } from './times.ts'
import type { Traits } from './traits.ts'

/** One thing a simulated shopper did. */
export interface ShopperEvent {
  /** Row of the product. */
  readonly product: number
  readonly type: Exclude<InteractionType, 'RATING'>
  /** Seconds since 1970. */
  readonly time: number
}

export interface Shopper {
  readonly externalId: string
  readonly displayName: string
  readonly taste: Taste
  /** In order of time; each product once. */
  readonly events: readonly ShopperEvent[]
}

export interface SimulationOptions {
  readonly shoppers?: number
  readonly seed?: number
}

/** How sharply a shopper keeps to their taste: the odds of two products differ by e to this times their utilities. */
const SHARPNESS = 2
/** Standard deviation of what makes a product popular with everybody. */
const POPULARITY = 0.25
const [LEAST_EVENTS, MOST_EVENTS] = [8, 16]

/** Up to this draw (with a bonus for liking it) an interaction is of the type. */
const TYPE_LIMITS = [
  ['VIEW', 0.6],
  ['CLICK', 0.72],
  ['LIKE', 0.87],
  ['CART', 0.95],
  ['PURCHASE', Infinity],
] as const
const LIKING_BONUS = 0.1

/**
 * The shoppers of the demo shop. They are simulated: nobody did any of this. A quarter goes by the picture, a quarter
 * by the words, a quarter by what both say, a quarter by a combination of the two (`tastes.ts`); each comes across 8 to
 * 16 products, drawn without replacement with odds that grow with the utility, in a few visits over half a year. Every
 * shopper has a stream of random numbers of their own, so the seed alone decides, and the first n of more shoppers are
 * the same n.
 */
export function* simulateShoppers(
  traits: Traits,
  { shoppers = 2000, seed = 1 }: SimulationOptions = {},
): Generator<Shopper> {
  const popularity = drawPopularity(traits.picture.length, seed)
  for (let n = 0; n < shoppers; n++) {
    const random = seededRandom(seed, n + 1)
    const taste = TASTES[n % TASTES.length]
    const displayName = drawName(random)
    const utilities = drawUtilities(taste, traits, random)
    const count = LEAST_EVENTS + Math.floor(random() * (MOST_EVENTS - LEAST_EVENTS + 1))
    const products = drawProducts(utilities, popularity, count, random)
    const times = drawSessions(count, random)
    yield {
      externalId: `shopper-${String(n + 1).padStart(4, '0')}`,
      displayName,
      taste,
      events: products.map((product, at) => ({
        product,
        type: drawType(utilities[product], random),
        time: times[at],
      })),
    }
  }
}

/** Everything that shoppers did, in order of time, as it would have come in. */
export function inOrder(shoppers: readonly Shopper[]): (ShopperEvent & { readonly shopper: number })[] {
  const all = shoppers.flatMap(({ events }, shopper) => events.map((event) => ({ ...event, shopper })))
  return all.sort((a, b) => a.time - b.time || a.shopper - b.shopper)
}

function drawPopularity(products: number, seed: number): Float64Array {
  const random = seededRandom(seed, 0)
  return Float64Array.from({ length: products }, () => POPULARITY * normal(random))
}

/**
 * `count` products without replacement, odds proportional to exp(SHARPNESS * utility + popularity): the largest of
 * these plus Gumbel noise (Gumbel-top-k, Kool et al. 2019), then in random order, so that later visits are like earlier
 * ones.
 */
function drawProducts(
  utilities: Float64Array,
  popularity: Float64Array,
  count: number,
  random: () => number,
): number[] {
  const gumbel = () => -Math.log(-Math.log(1 - random() || Number.EPSILON))
  return Array.from(utilities, (utility, product) => ({
    product,
    key: SHARPNESS * utility + popularity[product] + gumbel(),
    order: random(),
  }))
    .sort((a, b) => b.key - a.key)
    .slice(0, count)
    .sort((a, b) => a.order - b.order)
    .map(({ product }) => product)
}

function drawType(utility: number, random: () => number): ShopperEvent['type'] {
  const draw = random() + LIKING_BONUS * utility
  return TYPE_LIMITS.find(([, limit]) => draw < limit)![0]
}
