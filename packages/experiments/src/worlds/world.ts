import { type Dataset, type ModalityFeatures, normal, seededRandom, shuffle, SPLIT } from '@trifold/model/internals'

export const WORLD_KINDS = ['unique', 'copy', 'xor', 'and', 'mixed', 'shuffled'] as const
export type WorldKind = (typeof WORLD_KINDS)[number]

export interface WorldOptions {
  readonly kind: WorldKind
  readonly users?: number
  readonly items?: number
  readonly seed?: number
}

/** What a user likes. Clusters are numbers from 0 to 7, that is three bits. */
export type Taste =
  | { readonly part: 'image' | 'text' | 'shared'; readonly clusters: readonly number[] }
  | { readonly part: 'synergy'; readonly imageBit: number; readonly textBit: number; readonly odd: number }
  | { readonly part: 'and'; readonly imageClusters: readonly number[]; readonly textClusters: readonly number[] }

/** The truth behind a synthetic dataset. */
export interface WorldTruth {
  readonly kind: WorldKind
  readonly seed: number
  /** Cluster of each item in each modality. `[items]` each */
  readonly image: readonly number[]
  readonly text: readonly number[]
  /** 1 if the item has no training interaction. `[items]` */
  readonly heldOut: readonly number[]
  readonly tastes: readonly Taste[]
}

export interface World {
  readonly dataset: Dataset
  readonly truth: WorldTruth
}

export const CLUSTERS = 8
/** Wide enough that a linear decoder averages out the noise of an item. In 16 dimensions the noise costs `copy` .14. */
const DIMENSION = 64
/** Spread of features about the centre of their cluster. Centres have spread 1, so clusters do not overlap. */
const FEATURE_NOISE = 0.1
const PER_USER = 80
/** Share of a user's interactions with random items. */
export const NOISE = 0.05
/** Share in valid, and in test, of the interactions with items that train has. */
const WARM_HELD_OUT = 0.1
const BITS = 3

/**
 * A synthetic dataset whose shoppers have known reasons (docs/model.md sections 5 and 6). Items have an image and a
 * text. Each is a noisy point about the centre of one of 8 clusters. A fifth of the items is held out of train, half of
 * it in valid and half in test. So is a tenth each of the other interactions. Of 20 interactions of a user, 19 are with
 * items that the user likes:
 *
 * - `unique`: half of the users like image clusters, half text clusters; the two clusters of an item are independent;
 * - `copy`: image and text always have the same cluster, and users like half of the clusters;
 * - `xor`: a bit of the image's cluster and a bit of the text's must differ (or agree); either alone predicts nothing;
 * - `and`: the image is of four liked clusters and the text is too;
 * - `mixed`: one bit of the cluster is the same in both modalities. A quarter of the users each likes an image bit, a
 *   text
 *   bit, the shared bit, or an exclusive or;
 * - `shuffled`: as `copy`, with the texts of other items, so that only the image predicts a like.
 */
export function createWorld({ kind, users = 1500, items = 1000, seed = 1 }: WorldOptions): World {
  const random = seededRandom(seed, WORLD_KINDS.indexOf(kind))
  const { image, text } = drawClusters(kind, items, random)
  const tastes = Array.from({ length: users }, (_, user) => drawTaste(kind, user, random))
  const modalities = [features('image', image, random), features('text', text, random)]
  if (kind === 'shuffled') shuffleRows(modalities[1]!, random)
  const heldOut = drawHeldOut(items, random)
  const rows = drawInteractions(tastes, { image, text }, random)
  const dataset: Dataset = {
    name: `world-${kind}`,
    userIds: Array.from({ length: users }, (_, n) => String(n)),
    itemIds: Array.from({ length: items }, (_, n) => String(n)),
    interactions: { ...rows, split: drawSplit(rows.items, heldOut, random) },
    modalities,
  }
  const truth = { kind, seed, image, text, heldOut: heldOut.map((part) => (part === SPLIT.train ? 0 : 1)), tastes }
  return { dataset, truth }
}

/** Whether a user likes items of these clusters. */
export function likes(taste: Taste, image: number, text: number): boolean {
  switch (taste.part) {
    case 'text':
      return taste.clusters.includes(text)
    case 'synergy':
      return (bit(image, taste.imageBit) ^ bit(text, taste.textBit)) === taste.odd
    case 'and':
      return taste.imageClusters.includes(image) && taste.textClusters.includes(text)
    default: // image, and shared: the bits that count are the same in both
      return taste.clusters.includes(image)
  }
}

function bit(cluster: number, position: number): number {
  return (cluster >> position) & 1
}

function drawClusters(kind: WorldKind, items: number, random: () => number) {
  const draw = () => Math.floor(random() * CLUSTERS)
  const image = Array.from({ length: items }, draw)
  if (kind === 'copy' || kind === 'shuffled') return { image, text: image.slice() }
  const text = Array.from({ length: items }, draw)
  const shared = 1 << (BITS - 1)
  if (kind === 'mixed') image.forEach((cluster, item) => (text[item] = (text[item]! & ~shared) | (cluster & shared)))
  return { image, text }
}

function drawTaste(kind: WorldKind, user: number, random: () => number): Taste {
  const half = () => [
    ...shuffle(
      Uint32Array.from({ length: CLUSTERS }, (_, n) => n),
      random,
    ).subarray(0, CLUSTERS / 2),
  ]
  const below = (limit: number) => Math.floor(random() * limit)
  const withBit = (position: number, value: number) =>
    Array.from({ length: CLUSTERS }, (_, n) => n).filter((cluster) => bit(cluster, position) === value)
  switch (kind) {
    case 'unique':
      return { part: user % 2 === 0 ? 'image' : 'text', clusters: half() }
    case 'copy':
      return { part: 'shared', clusters: half() }
    case 'shuffled':
      return { part: 'image', clusters: half() }
    case 'xor':
      return { part: 'synergy', imageBit: below(BITS), textBit: below(BITS), odd: below(2) }
    case 'and':
      return { part: 'and', imageClusters: half(), textClusters: half() }
    case 'mixed':
      if (user % 4 === 0) return { part: 'image', clusters: withBit(below(BITS - 1), below(2)) }
      if (user % 4 === 1) return { part: 'text', clusters: withBit(below(BITS - 1), below(2)) }
      if (user % 4 === 2) return { part: 'shared', clusters: withBit(BITS - 1, below(2)) }
      return { part: 'synergy', imageBit: below(BITS - 1), textBit: below(BITS - 1), odd: below(2) }
  }
}

function features(name: string, clusters: readonly number[], random: () => number): ModalityFeatures {
  const centres = Array.from({ length: CLUSTERS * DIMENSION }, () => normal(random))
  const values = Float32Array.from({ length: clusters.length * DIMENSION }, (_, n) => {
    const cluster = clusters[Math.floor(n / DIMENSION)]!
    return centres[cluster * DIMENSION + (n % DIMENSION)]! + FEATURE_NOISE * normal(random)
  })
  return { name, dimension: DIMENSION, values, present: new Uint8Array(clusters.length).fill(1) }
}

function shuffleRows({ values, dimension, present }: ModalityFeatures, random: () => number): void {
  const from = values.slice()
  shuffle(Uint32Array.from(present.keys()), random).forEach((source, row) => {
    values.set(from.subarray(source * dimension, (source + 1) * dimension), row * dimension)
  })
}

/** The part that each item is held out for, or train. */
function drawHeldOut(items: number, random: () => number): number[] {
  const parts = new Array<number>(items).fill(SPLIT.train)
  shuffle(
    Uint32Array.from({ length: items }, (_, item) => item),
    random,
  )
    .subarray(0, Math.floor(items / 5))
    .forEach((item, n) => (parts[item] = n % 2 === 0 ? SPLIT.valid : SPLIT.test))
  return parts
}

function drawSplit(items: Uint32Array, heldOut: readonly number[], random: () => number): Uint8Array {
  return Uint8Array.from(items, (item) => {
    const draw = random()
    if (heldOut[item] !== SPLIT.train) return heldOut[item]!
    return draw < WARM_HELD_OUT ? SPLIT.valid : draw < 2 * WARM_HELD_OUT ? SPLIT.test : SPLIT.train
  })
}

/** Distinct items per user, drawn among the liked ones, and a few among all. */
function drawInteractions(
  tastes: readonly Taste[],
  { image, text }: { readonly image: readonly number[]; readonly text: readonly number[] },
  random: () => number,
) {
  const users: number[] = []
  const items: number[] = []
  tastes.forEach((taste, user) => {
    const liked = image.flatMap((cluster, item) => (likes(taste, cluster, text[item]!) ? [item] : []))
    const drawn = new Set<number>()
    for (let n = 0; n < PER_USER; n++) {
      const item =
        liked.length > 0 && random() >= NOISE
          ? liked[Math.floor(random() * liked.length)]!
          : Math.floor(random() * image.length)
      if (drawn.has(item)) continue
      drawn.add(item)
      users.push(user)
      items.push(item)
    }
  })
  return { users: Uint32Array.from(users), items: Uint32Array.from(items) }
}
