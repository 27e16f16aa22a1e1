import type { InteractionType } from '@trifold/catalog'
import { normal, seededRandom } from '@trifold/model/data'
import { drawName } from './names.ts'
import { drawUtilities, TASTES, type Taste } from './tastes.ts'
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

/** The odds of two products differ by exp(SHARPNESS * difference of their utilities). */
const SHARPNESS = 2
/** Standard deviation of a product's popularity, which is the same for all shoppers. */
const POPULARITY = 0.25
const [LEAST_EVENTS, MOST_EVENTS] = [8, 16]

/** The half year in which the demo's shoppers shop. */
export const FIRST_DAY = Date.UTC(2026, 2, 1) / 1000
export const LAST_DAY = Date.UTC(2026, 8, 1) / 1000

const DAY = 86_400
const [LEAST_VISITS, MOST_VISITS] = [3, 6]
const [OPENS, CLOSES] = [7 * 3600, 23 * 3600]
/** Longest time between two interactions of a visit. */
const PAUSE_SECONDS = 240

/** An interaction is of the first type whose limit exceeds the draw plus a bonus for utility. */
const TYPE_LIMITS = [
  ['VIEW', 0.6],
  ['CLICK', 0.72],
  ['LIKE', 0.87],
  ['CART', 0.95],
  ['PURCHASE', Infinity],
] as const
const LIKING_BONUS = 0.1

/**
 * The simulated shoppers of the demo shop, a quarter of each taste (`tastes.ts`). Each interacts with 8 to 16 products,
 * drawn without replacement with odds that grow with the utility, in three to six visits over half a year. Every shopper
 * has a stream of random numbers of their own: the result depends on the seed alone, and the first n shoppers do not
 * depend on how many follow.
 */
export function* simulateShoppers(
  traits: Traits,
  { shoppers = 2000, seed = 1 }: SimulationOptions = {},
): Generator<Shopper> {
  const popularity = drawPopularity(traits.picture.length, seed)
  for (let n = 0; n < shoppers; n++) {
    const random = seededRandom(seed, n + 1)
    const taste = TASTES[n % TASTES.length]!
    const displayName = drawName(random)
    const utilities = drawUtilities(taste, traits, random)
    const count = LEAST_EVENTS + Math.floor(random() * (MOST_EVENTS - LEAST_EVENTS + 1))
    const products = drawProducts(utilities, popularity, count, random)
    const times = drawVisits(count, random)
    yield {
      externalId: `shopper-${String(n + 1).padStart(4, '0')}`,
      displayName,
      taste,
      events: products.map((product, at) => ({
        product,
        type: drawType(utilities[product]!, random),
        time: times[at]!,
      })),
    }
  }
}

/** All interactions of all shoppers, in order of time. */
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
 * these plus Gumbel noise (Gumbel-top-k, Kool et al. 2019), then in random order, so that early and late visits have the
 * same distribution.
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
    key: SHARPNESS * utility + popularity[product]! + gumbel(),
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

/**
 * Times of `count` interactions, ascending. The first visit is in the first half of the half year, the others follow on
 * random days, so a split of all interactions at one moment has most shoppers on both sides.
 *
 * @returns seconds since 1970. `[count]`
 */
function drawVisits(count: number, random: () => number): number[] {
  const days = (LAST_DAY - FIRST_DAY) / DAY
  const first = Math.floor((random() * days) / 2)
  const visits = LEAST_VISITS + Math.floor(random() * (MOST_VISITS - LEAST_VISITS + 1))
  const starts = Array.from({ length: visits }, (_, visit) => {
    const day = visit === 0 ? first : first + Math.floor(random() * (days - first))
    return FIRST_DAY + day * DAY + OPENS + random() * (CLOSES - OPENS)
  })
  const clocks = starts.map((start) => Math.floor(start))
  return Array.from({ length: count }, () => {
    const visit = Math.floor(random() * visits)
    clocks[visit]! += 1 + Math.floor(random() * PAUSE_SECONDS)
    return clocks[visit]!
  }).sort((a, b) => a - b)
}
