import { type Csr, type ModalityFeatures, rowOf, seededRandom, unitRows } from '@trifold/model/internals'
import { decomposeInformation, type Information } from './information.ts'
import { kMeans } from './k-means.ts'

/** Clusters of items a modality, groups of users, and items drawn by chance for what an estimate says of nothing. */
const CLUSTERS = 8
const MOST_GROUPS = 100
const USERS_A_GROUP = 10
const CHANCE_DRAWS = 3
const SEED = 7

/** What is audited: two modalities, what users were known by, and what they then took. */
export interface Evidence {
  readonly modalities: readonly [ModalityFeatures, ModalityFeatures]
  /** `[users, items]` */
  readonly train: Csr
  /** Pairs that no grouping has seen. `[users, items]` */
  readonly heldOut: Csr
}

/**
 * What two modalities say about what users take, without a model: items become cells of a table of clusters by clusters,
 * users groups of like histories; for each group the cells of what it took later are told from those of the whole
 * catalog, and what the modalities say about which of the two an item is from is decomposed (`decomposeInformation`).
 * The mean over groups, by items taken, less what the same says of items drawn by chance: a table of 64 cells says
 * something of any handful of items.
 *
 * @returns in nats an item; null where nothing was held out of which both modalities are known
 */
export function auditInformation({ modalities, train, heldOut }: Evidence): Information | null {
  const random = seededRandom(SEED)
  const [first, second] = modalities
  const known = Uint8Array.from(first.present, (has, item) => has & second.present[item]!)
  const items = Int32Array.from(known.keys()).filter((item) => known[item])
  const clusters = [first, second].map((features) => clusterItems(features, items, random))
  const cellOf = new Int32Array(known.length).fill(-1)
  items.forEach((item, n) => (cellOf[item] = clusters[0]![n]! * CLUSTERS + clusters[1]![n]!))
  const catalog = histogram(Array.from(items, (item) => cellOf[item]!))
  const groups = takenByGroup(train, heldOut, cellOf, random).filter((taken) => taken.length > 0)
  const sums = { unique: [0, 0], redundant: 0, synergy: 0 }
  let total = 0
  for (const taken of groups) {
    add(sums, decomposeInformation([histogram(taken.map((item) => cellOf[item]!)), catalog], CLUSTERS), taken.length)
    for (let draw = 0; draw < CHANCE_DRAWS; draw++) {
      const chance = taken.map(() => cellOf[items[Math.floor(random() * items.length)]!]!)
      add(sums, decomposeInformation([histogram(chance), catalog], CLUSTERS), -taken.length / CHANCE_DRAWS)
    }
    total += taken.length
  }
  if (total === 0) return null
  const [a, b] = sums.unique
  return { unique: [a! / total, b! / total], redundant: sums.redundant / total, synergy: sums.synergy / total }
}

function add(sums: { unique: number[]; redundant: number; synergy: number }, one: Information, weight: number): void {
  one.unique.forEach((value, n) => (sums.unique[n]! += weight * value))
  sums.redundant += weight * one.redundant
  sums.synergy += weight * one.synergy
}

/** Clusters by direction, as models read features. `[items.length]` */
function clusterItems(features: ModalityFeatures, items: Int32Array, random: () => number): Int32Array {
  return kMeans({ dimension: features.dimension, values: unitRows(features, items) }, CLUSTERS, random)
}

/** Shares of the cells. */
function histogram(cells: readonly number[]): Float64Array {
  const shares = new Float64Array(CLUSTERS * CLUSTERS)
  for (const cell of cells) shares[cell]! += 1 / cells.length
  return shares
}

/**
 * The held-out items of each group of users whose training items lie in like cells, rows and columns of the table: an
 * exclusive or shows in cells only.
 */
function takenByGroup(train: Csr, heldOut: Csr, cellOf: Int32Array, random: () => number): number[][] {
  const users = Array.from({ length: train.indptr.length - 1 }, (_, user) => user).filter((user) =>
    rowOf(train, user).some((item) => cellOf[item]! >= 0),
  )
  const dimension = CLUSTERS * CLUSTERS + 2 * CLUSTERS
  const values = new Float32Array(users.length * dimension)
  users.forEach((user, n) => {
    const history = Array.from(rowOf(train, user), (item) => cellOf[item]).filter((cell) => cell! >= 0)
    const row = values.subarray(n * dimension, (n + 1) * dimension)
    for (const cell of history) {
      row[cell!]! += 1 / history.length
      row[CLUSTERS * CLUSTERS + Math.floor(cell! / CLUSTERS)]! += 1 / history.length
      row[CLUSTERS * CLUSTERS + CLUSTERS + (cell! % CLUSTERS)]! += 1 / history.length
    }
  })
  const count = Math.max(1, Math.min(MOST_GROUPS, Math.floor(users.length / USERS_A_GROUP)))
  const groups = Array.from({ length: count }, (): number[] => [])
  kMeans({ dimension, values }, count, random).forEach((group, n) => {
    for (const item of rowOf(heldOut, users[n]!)) if (cellOf[item]! >= 0) groups[group]!.push(item)
  })
  return groups
}
