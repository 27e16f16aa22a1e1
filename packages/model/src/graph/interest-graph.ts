import { type Csr, csrFromCoordinates, type CsrMatrix, rowOf } from '../linalg/index.ts'
import type { ItemNeighbours } from '../data/index.ts'
import { normalizeByDegrees } from './item-graph.ts'

/**
 * Graphs of the items that the same users are likely to be interested in, one a modality (SOIL, Su et al., MM 2024).
 *
 * The candidates C_u of a user are, of each modality, the `count` items with the largest sum of cosines to the user's
 * items. An item and a candidate are joined for every user who has the one and may want the other:
 *
 *     W_m(i, c) = cos_m(i, c) |{u : i in N_u, c in C_u}|, both ways, then D^-1/2 W_m D^-1/2
 *
 * Cosines are those of the lists, and 0 for pairs outside them; negative ones count as 0.
 *
 * @param lists the nearest items of each in every modality, the longer the closer to all pairs
 * @param train `[users, items]`
 * @returns `[items, items]` each
 */
export function interestGraphs(lists: readonly ItemNeighbours[], train: Csr, count: number): CsrMatrix[] {
  const { indices, count: length } = lists[0]!
  const items = indices.length / length
  const users = lists.map((list) => new Int32Array(list.indices.length)) // of each listed pair
  const isCandidate = new Uint8Array(items)
  const sums = new Float64Array(items)
  for (let user = 0; user + 1 < train.indptr.length; user++) {
    const history = rowOf(train, user)
    const candidates = lists.flatMap((list) => largestSums(list, history, count, sums))
    for (const item of candidates) isCandidate[item] = 1
    lists.forEach((list, m) =>
      forEachPair(list, history, (place) => {
        users[m]![place]! += isCandidate[list.indices[place]!]!
      }),
    )
    for (const item of candidates) isCandidate[item] = 0
  }
  return lists.map((list, m) => normalizeByDegrees(bothWays(list, users[m]!)))
}

/** The items with the largest sums of cosines to those of a history; of equals the first. @param sums zeros, left so */
function largestSums(list: ItemNeighbours, history: Int32Array, count: number, sums: Float64Array): number[] {
  const near: number[] = []
  forEachPair(list, history, (place, cosine) => {
    const item = list.indices[place]!
    if (sums[item] === 0) near.push(item)
    sums[item]! += cosine
  })
  const largest = near
    .slice()
    .sort((a, b) => sums[b]! - sums[a]! || a - b)
    .slice(0, count)
  for (const item of near) sums[item] = 0
  return largest
}

/** The listed pairs of a history's items that have anything in common. */
function forEachPair(
  { indices, cosines, count }: ItemNeighbours,
  history: Int32Array,
  visit: (place: number, cosine: number) => void,
): void {
  for (const item of history) {
    for (let place = item * count; place < (item + 1) * count; place++) {
      if (indices[place]! >= 0 && cosines[place]! > 0) visit(place, cosines[place]!)
    }
  }
}

function bothWays({ indices, cosines, count }: ItemNeighbours, users: Int32Array): CsrMatrix {
  const [rows, columns, values]: number[][] = [[], [], []]
  const add = (row: number, column: number, value: number) => {
    rows!.push(row)
    columns!.push(column)
    values!.push(value)
  }
  users.forEach((number, place) => {
    if (number === 0) return
    const [item, other, weight] = [Math.floor(place / count), indices[place], cosines[place]! * number]
    add(item, other!, weight)
    if (item !== other) add(other!, item, weight)
  })
  return csrFromCoordinates(indices.length / count, indices.length / count, rows!, columns!, values!)
}

/** An item that another resembles in every modality. */
interface Alike {
  readonly item: number
  /** The product of their cosines over the modalities. */
  readonly product: number
}

/** Pairs kept of a user beyond one for each of their items, which is its own best match. */
const BEYOND_OWN = 2

/**
 * Second-order interests (SOIL, Su et al., MM 2024): a user of n items is joined to the second items of the n + 2 pairs
 * (own item, any item) that are most alike, by the product of their cosines over the modalities; several pairs with one
 * item add up. Normalized by the degrees of both ends.
 *
 * Cosines are those of the lists, and 0 for pairs outside them. A modality that one of the two items lacks says nothing:
 * the product over the others is then raised to stand for all of them, so that lacking one is no merit.
 *
 * @param train `[users, items]`
 * @returns `[users, items]`
 */
export function secondOrderEdges(lists: readonly ItemNeighbours[], train: Csr): CsrMatrix {
  const { indices, count } = lists[0]!
  const alike = alikeItems(lists, indices.length / count)
  const [rows, columns, values]: number[][] = [[], [], []]
  const users = train.indptr.length - 1
  for (let user = 0; user < users; user++) {
    const history = rowOf(train, user)
    const kept = history.length + BEYOND_OWN
    const pairs = Array.from(history).flatMap((item) => alike[item]!.slice(0, kept))
    for (const { item, product } of pairs.sort(best).slice(0, kept)) {
      rows!.push(user)
      columns!.push(item)
      values!.push(product)
    }
  }
  return normalizeByDegrees(csrFromCoordinates(users, alike.length, rows!, columns!, values!))
}

const best = (a: Alike, b: Alike) => b.product - a.product || a.item - b.item

/** What is alike to each item, best first. */
function alikeItems(lists: readonly ItemNeighbours[], items: number): Alike[][] {
  const known = lists.map(({ indices, count }) =>
    Uint8Array.from(
      { length: items },
      (_, item) => +indices.subarray(item * count, (item + 1) * count).some((other) => other >= 0),
    ),
  )
  return Array.from({ length: items }, (_, item) => {
    const found = new Map<number, { product: number; modalities: number }>()
    for (const { indices, cosines, count } of lists) {
      for (let place = item * count; place < (item + 1) * count; place++) {
        if (indices[place]! < 0 || cosines[place]! <= 0) continue
        const { product, modalities } = found.get(indices[place]!) ?? { product: 1, modalities: 0 }
        found.set(indices[place]!, { product: product * cosines[place]!, modalities: modalities + 1 })
      }
    }
    return Array.from(found)
      .flatMap(([other, { product, modalities }]) => {
        const shared = known.filter((has) => has[item] && has[other]).length
        return modalities === shared ? [{ item: other, product: product ** (lists.length / shared) }] : []
      })
      .sort(best)
  })
}
