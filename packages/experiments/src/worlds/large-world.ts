import { type Dataset, type ModalityFeatures, normal, seededRandom, SPLIT } from '@trifold/model/internals'

export interface LargeWorldOptions {
  readonly interactions: number
  /** Numbers a modality. */
  readonly dimension: number
  readonly seed?: number
}

const PER_USER = 20
const PER_ITEM = 10
const CLUSTERS = 64
/** Share of the draws among the items of the user's cluster. */
const TASTE = 0.7
const FEATURE_NOISE = 0.5
/** Noise values that all features share: 10^9 normal draws would take longer than the measured work. */
const NOISE_TABLE = 1 << 16

/**
 * A data set of any size, made in linear time, for measuring time and memory. It has 20 interactions a user and 10 an
 * item, and popularity falls off as in a shop. Both modalities show the cluster of an item. One interaction in ten is
 * held out for valid, and one in ten for test.
 */
export function createLargeWorld({ interactions, dimension, seed = 1 }: LargeWorldOptions): Dataset {
  const random = seededRandom(seed)
  const users = Math.ceil(interactions / PER_USER)
  const items = Math.ceil(interactions / PER_ITEM)
  const columns = {
    users: new Uint32Array(interactions),
    items: new Uint32Array(interactions),
    split: new Uint8Array(interactions),
  }
  for (let n = 0; n < interactions; n++) {
    const user = n % users
    // The square of a uniform draw: the first tenth of the items gets a third of the draws.
    const drawn = Math.floor(items * random() ** 2)
    const cluster = user % CLUSTERS
    const own = drawn - (drawn % CLUSTERS) + cluster
    columns.users[n] = user
    columns.items[n] = random() < TASTE && own < items ? own : drawn
    const part = random()
    columns.split[n] = part < 0.8 ? SPLIT.train : part < 0.9 ? SPLIT.valid : SPLIT.test
  }
  return {
    name: `large-${interactions}`,
    userIds: numbers(users),
    itemIds: numbers(items),
    interactions: columns,
    modalities: ['image', 'text'].map((name) => features(name, items, dimension, random)),
  }
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n))

function features(name: string, items: number, dimension: number, random: () => number): ModalityFeatures {
  const centres = Float32Array.from({ length: CLUSTERS * dimension }, () => normal(random))
  const noise = Float32Array.from({ length: NOISE_TABLE + dimension }, () => FEATURE_NOISE * normal(random))
  const values = new Float32Array(items * dimension)
  for (let item = 0; item < items; item++) {
    const from = Math.floor(random() * NOISE_TABLE)
    const centre = (item % CLUSTERS) * dimension
    for (let d = 0; d < dimension; d++) values[item * dimension + d] = centres[centre + d]! + noise[from + d]!
  }
  return { name, dimension, values, present: new Uint8Array(items).fill(1) }
}
