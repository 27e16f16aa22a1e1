import { hasPair, rowOf, type Csr } from '../data/csr.ts'
import type { ItemNeighbours } from '../data/dataset.ts'

/**
 * How much each modality's neighbour graph deserves to be believed, from the training interactions alone: how many
 * times more often than by popularity alone a user who has an item also has its neighbours (the lift), less the 1 of
 * chance, squared so that a poor graph does not water down a good one. FREEDOM's hand-set weights for pictures and
 * words, .1 and .9, come out as .20 and .80 on its own Baby data.
 *
 * @param train `[users, items]`
 * @returns weights that sum to one, equal ones where no graph says more than chance
 */
export function graphWeights(graphs: readonly ItemNeighbours[], train: Csr): number[] {
  const excess = graphs.map((graph) => Math.max(0, lift(graph, train) - 1) ** 2)
  const total = excess.reduce((sum, value) => sum + value, 0)
  return excess.map((value) => (total > 0 ? value / total : 1 / graphs.length))
}

/** Co-occurrences of items and their neighbours in users' histories, over those expected from popularity alone. */
export function lift({ count, indices }: ItemNeighbours, train: Csr): number {
  const items = indices.length / count
  const popularity = new Float64Array(items)
  for (const item of train.indices) popularity[item] += 1 / train.indices.length
  // what an item's neighbours are worth by chance, once per item and not per pair
  const chance = new Float64Array(items)
  for (let place = 0; place < indices.length; place++) {
    const item = Math.floor(place / count)
    if (indices[place] >= 0 && indices[place] !== item) chance[item] += popularity[indices[place]]
  }
  let found = 0
  let expected = 0
  for (let user = 0; user + 1 < train.indptr.length; user++) {
    const others = train.indptr[user + 1] - train.indptr[user] - 1
    for (const item of rowOf(train, user)) {
      expected += others * chance[item]
      for (let place = item * count; place < (item + 1) * count; place++) {
        const neighbour = indices[place]
        if (neighbour >= 0 && neighbour !== item && hasPair(train, user, neighbour)) found++
      }
    }
  }
  return expected > 0 ? found / expected : 0
}
