import type { Dataset, Recommender } from '@trifold/model'

/** How the data that a model was trained on compare with the catalog. */
export interface CatalogMatch {
  /** The catalog is what the model was trained on: the same ids, interactions and features. */
  readonly sameData: boolean
  /** Items of the model that the catalog does not know. */
  readonly unknownItems: readonly string[]
  /** Users of the model that the catalog does not know. A user number without interactions is such a user. */
  readonly unknownUsers: readonly string[]
}

/** The catalog's ids: all of them, and not only those that a snapshot contains. */
export interface CatalogIds {
  readonly items: ReadonlySet<string>
  readonly users: ReadonlySet<string>
}

type Trained = Pick<Recommender, 'users' | 'items' | 'manifest'>

/**
 * Compares a model with the catalog, by ids and by the fingerprint of the data. Order does not count: the catalog is hashed
 * with the model's own numbering of users and items. It is hashed in single and in half precision, because `fit` reads
 * features in either.
 *
 * @param snapshot the catalog as a data set
 */
export async function matchCatalog(model: Trained, ids: CatalogIds, snapshot: Dataset): Promise<CatalogMatch> {
  const unknownItems = model.items.ids.filter((id) => !ids.items.has(id))
  const unknownUsers = model.users.ids.filter((id) => !ids.users.has(id))
  return { sameData: await isSameData(model, snapshot), unknownItems, unknownUsers }
}

async function isSameData(model: Trained, snapshot: Dataset): Promise<boolean> {
  const { fingerprint } = await import('@trifold/model')
  const renumbered = renumber(model, snapshot)
  if (!renumbered) return false
  const expected = model.manifest.dataset.fingerprint
  return fingerprint(renumbered) === expected || fingerprint(await inHalfPrecision(renumbered)) === expected
}

/** The snapshot with the model's numbering; null where the model lacks an id of the snapshot. */
function renumber({ users, items }: Trained, snapshot: Dataset): Dataset | null {
  const userOf = numbersOf(snapshot.userIds, (id) => users.indexOf(id))
  const itemOf = numbersOf(snapshot.itemIds, (id) => items.indexOf(id))
  if (!userOf || !itemOf) return null
  const { interactions } = snapshot
  return {
    ...snapshot,
    userIds: users.ids,
    itemIds: items.ids,
    interactions: {
      ...interactions,
      users: interactions.users.map((user) => userOf[user]!),
      items: interactions.items.map((item) => itemOf[item]!),
    },
    modalities: snapshot.modalities.map(({ name, dimension, values, present }) => {
      const moved = { values: new Float32Array(items.size * dimension), present: new Uint8Array(items.size) }
      for (const [from, to] of itemOf.entries()) {
        moved.values.set(values.subarray(from * dimension, (from + 1) * dimension), to * dimension)
        moved.present[to] = present[from]!
      }
      return { name, dimension, ...moved }
    }),
  }
}

function numbersOf(ids: readonly string[], indexOf: (id: string) => number | undefined): Uint32Array | null {
  const numbers = new Uint32Array(ids.length)
  for (const [from, id] of ids.entries()) {
    const to = indexOf(id)
    if (to === undefined) return null
    numbers[from] = to
  }
  return numbers
}

/** As `readDataset` holds features in half precision: a factor a row. */
async function inHalfPrecision(dataset: Dataset): Promise<Dataset> {
  const { writeHalfRow } = await import('@trifold/model/data')
  const modalities = dataset.modalities.map(({ name, dimension, values, present }) => {
    const half = new Uint16Array(values.length)
    const scale = new Float32Array(present.length)
    for (let row = 0; row < present.length; row++) {
      const vector = Float32Array.from(values.subarray(row * dimension, (row + 1) * dimension))
      scale[row] = writeHalfRow(vector, half, row * dimension)
    }
    return { name, dimension, values: half, scale, present }
  })
  return { ...dataset, modalities }
}
