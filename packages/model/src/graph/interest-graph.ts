import { csrFromCoordinates, type CsrMatrix } from '../compute/index.ts'
import { rowOf, type Csr } from '../data/csr.ts'
import type { ItemNeighbours } from '../data/dataset.ts'
import { normalizeByDegrees } from './normalize.ts'

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
  const [{ indices, count: length }] = lists
  const items = indices.length / length
  const users = lists.map((list) => new Uint32Array(list.indices.length)) // of each listed pair
  const isCandidate = new Uint8Array(items)
  const sums = new Float64Array(items)
  for (let user = 0; user + 1 < train.indptr.length; user++) {
    const history = rowOf(train, user)
    const candidates = lists.flatMap((list) => largestSums(list, history, count, sums))
    for (const item of candidates) isCandidate[item] = 1
    lists.forEach((list, m) =>
      forEachPair(list, history, (place) => {
        users[m][place] += isCandidate[list.indices[place]]
      }),
    )
    for (const item of candidates) isCandidate[item] = 0
  }
  return lists.map((list, m) => normalizeByDegrees(bothWays(list, users[m])))
}

/** The items with the largest sums of cosines to those of a history; of equals the first. @param sums zeros, left so */
function largestSums(list: ItemNeighbours, history: Uint32Array, count: number, sums: Float64Array): number[] {
  const near: number[] = []
  forEachPair(list, history, (place, cosine) => {
    const item = list.indices[place]
    if (sums[item] === 0) near.push(item)
    sums[item] += cosine
  })
  const largest = near
    .slice()
    .sort((a, b) => sums[b] - sums[a] || a - b)
    .slice(0, count)
  for (const item of near) sums[item] = 0
  return largest
}

/** The listed pairs of a history's items that have anything in common. */
function forEachPair(
  { indices, cosines, count }: ItemNeighbours,
  history: Uint32Array,
  visit: (place: number, cosine: number) => void,
): void {
  for (const item of history) {
    for (let place = item * count; place < (item + 1) * count; place++) {
      if (indices[place] >= 0 && cosines[place] > 0) visit(place, cosines[place])
    }
  }
}

function bothWays({ indices, cosines, count }: ItemNeighbours, users: Uint32Array): CsrMatrix {
  const [rows, columns, values]: number[][] = [[], [], []]
  const add = (row: number, column: number, value: number) => {
    rows.push(row)
    columns.push(column)
    values.push(value)
  }
  users.forEach((number, place) => {
    if (number === 0) return
    const [item, other, weight] = [Math.floor(place / count), indices[place], cosines[place] * number]
    add(item, other, weight)
    if (item !== other) add(other, item, weight)
  })
  return csrFromCoordinates(indices.length / count, indices.length / count, rows, columns, values)
}
