import { csrFromCoordinates, type CsrMatrix } from '../compute/index.ts'
import { rowOf, type Csr } from '../data/csr.ts'
import type { ItemNeighbours } from '../data/dataset.ts'
import { normalizeByDegrees } from './normalize.ts'

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
  const [{ indices, count }] = lists
  const alike = alikeItems(lists, indices.length / count)
  const [rows, columns, values]: number[][] = [[], [], []]
  const users = train.indptr.length - 1
  for (let user = 0; user < users; user++) {
    const history = rowOf(train, user)
    const kept = history.length + BEYOND_OWN
    const pairs = Array.from(history).flatMap((item) => alike[item].slice(0, kept))
    for (const { item, product } of pairs.sort(best).slice(0, kept)) {
      rows.push(user)
      columns.push(item)
      values.push(product)
    }
  }
  return normalizeByDegrees(csrFromCoordinates(users, alike.length, rows, columns, values))
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
        if (indices[place] < 0 || cosines[place] <= 0) continue
        const { product, modalities } = found.get(indices[place]) ?? { product: 1, modalities: 0 }
        found.set(indices[place], { product: product * cosines[place], modalities: modalities + 1 })
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
