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
/** Of the draws, the share among the items of the cluster that a user goes by. */
const TASTE = 0.7
const FEATURE_NOISE = 0.5
/** Draws of noise that all features are cut from: 10^9 normal draws would take longer than what is measured. */
const NOISE_TABLE = 1 << 16

/**
 * A data set of any size made in linear time, to measure time and memory on and nothing else: 20 interactions a user and
 * 10 an item, popularity falling off as in a shop, items in clusters that show in both of two modalities, one interaction
 * in ten each held out for valid and test.
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
    // the square of a uniform draw: the first tenth of the items gets a third of the draws
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
