import type { Dataset, ModalityFeatures, Recommender } from '@trifold/model'
import { UserFacingError } from '@trifold/model/errors'

type Neighbours = NonNullable<Dataset['neighbours']>[number]

/** A data set in the numbering of a model, and how much of it the model does not know. */
export interface InModelNumbering {
  readonly dataset: Dataset
  readonly leftOut: { readonly users: number; readonly items: number; readonly interactions: number }
}

/** The index of the model for each index of the data set; -1 where the model does not know the id. */
type Places = Int32Array

/**
 * Gives users and items of a data set the indexes that a model has for them. Interactions of users or items that the model
 * does not know are left out. A data set in the order of the model comes back as it is.
 *
 * @throws UserFacingError when nothing is left
 */
export function inNumberingOf(
  { users, items }: Pick<Recommender, 'users' | 'items'>,
  dataset: Dataset,
): InModelNumbering {
  if (isEqual(users.ids, dataset.userIds) && isEqual(items.ids, dataset.itemIds)) {
    return { dataset, leftOut: { users: 0, items: 0, interactions: 0 } }
  }
  const userOf: Places = Int32Array.from(dataset.userIds, (id) => users.indexOf(id) ?? -1)
  const itemOf: Places = Int32Array.from(dataset.itemIds, (id) => items.indexOf(id) ?? -1)
  const { interactions } = dataset
  const kept = [...interactions.users.keys()].filter(
    (n) => userOf[interactions.users[n]!]! >= 0 && itemOf[interactions.items[n]!]! >= 0,
  )
  if (kept.length === 0) {
    throw new UserFacingError(`Data set "${dataset.name}": the model knows none of its users and items.`)
  }
  const { weights, times, split } = interactions
  const unknown = (places: Places) => places.reduce((count, place) => count + (place < 0 ? 1 : 0), 0)
  return {
    dataset: {
      name: dataset.name,
      userIds: users.ids,
      itemIds: items.ids,
      interactions: {
        users: Uint32Array.from(kept, (n) => userOf[interactions.users[n]!]!),
        items: Uint32Array.from(kept, (n) => itemOf[interactions.items[n]!]!),
        weights: weights && Float32Array.from(kept, (n) => weights[n]!),
        times: times && Float64Array.from(kept, (n) => times[n]!),
        split: split && Uint8Array.from(kept, (n) => split[n]!),
      },
      modalities: dataset.modalities.map((modality) => movedFeatures(modality, itemOf, items.size)),
      neighbours: dataset.neighbours?.map((graph) => movedNeighbours(graph, itemOf, items.size)),
    },
    leftOut: {
      users: unknown(userOf),
      items: unknown(itemOf),
      interactions: interactions.users.length - kept.length,
    },
  }
}

function isEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, n) => id === other[n])
}

function movedFeatures({ scale, ...features }: ModalityFeatures, itemOf: Places, items: number): ModalityFeatures {
  const { name, dimension, values, present } = features
  const length = items * dimension
  const moved = values instanceof Float32Array ? new Float32Array(length) : new Uint16Array(length)
  const isThere = new Uint8Array(items)
  const factors = scale && new Float32Array(items).fill(1)
  for (const [from, to] of itemOf.entries()) {
    if (to < 0) continue
    moved.set(values.subarray(from * dimension, (from + 1) * dimension), to * dimension)
    isThere[to] = present[from]!
    if (scale && factors) factors[to] = scale[from]!
  }
  return { name, dimension, values: moved, present: isThere, ...(factors && { scale: factors }) }
}

function movedNeighbours({ name, count, indices, cosines }: Neighbours, itemOf: Places, items: number): Neighbours {
  const moved = { indices: new Int32Array(items * count).fill(-1), cosines: new Float32Array(items * count) }
  for (const [from, to] of itemOf.entries()) {
    if (to < 0) continue
    for (let n = 0; n < count; n++) {
      const neighbour = itemOf[indices[from * count + n]!] ?? -1
      if (neighbour < 0) continue
      moved.indices[to * count + n] = neighbour
      moved.cosines[to * count + n] = cosines[from * count + n]!
    }
  }
  return { name, count, ...moved }
}
