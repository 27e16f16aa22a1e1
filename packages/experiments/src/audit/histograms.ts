import { type Csr, type ModalityFeatures, rowOf, seededRandom, unitRows } from '@trifold/model/internals'
import { decomposeInformation, type Information } from './information.ts'
import { kMeans } from './k-means.ts'

/** Clusters of items a modality, groups of users, and random draws for the bias of the estimate. */
const CLUSTERS = 8
const MOST_GROUPS = 100
const USERS_A_GROUP = 10
const CHANCE_DRAWS = 3
const SEED = 7

/** The data of an audit: two modalities, the users' histories, and the items they took later. */
export interface Evidence {
  readonly modalities: readonly [ModalityFeatures, ModalityFeatures]
  /** `[users, items]` */
  readonly train: Csr
  /** Pairs that the grouping does not use. `[users, items]` */
  readonly heldOut: Csr
}

/**
 * The information of two modalities about the items that users take, without a model. Items become cells of a table of
 * clusters by clusters, and users become groups of similar histories. For each group, an item comes either from those
 * it took later or from the whole catalog. The information of the two clusters about which of the two is decomposed
 * (`decomposeInformation`).
 *
 * The result is the mean over groups, weighted by items taken, minus the same for items drawn by chance. That corrects
 * the bias: 64 cells hold some information about any few items.
 *
 * @returns in nats an item; null if no held-out item has both modalities
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

/** Clusters by direction, because models normalize features. `[items.length]` */
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
 * The held-out items of each group of users. Users of a group have training items in similar cells, rows and columns of
 * the table. Cells are needed because an exclusive or shows in cells only.
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
