import type { BatchOptions, Dataset, Recommender } from '@trifold/model'
import { UserFacingError } from '@trifold/model/errors'
import type { Session } from '../catalog/index.ts'

/** Sparse rows of item indexes, ascending in each row. */
type ItemRows = NonNullable<BatchOptions['exclude']>

/** Items that users have had to do with, in the numbering of a model. */
export interface SeenItems {
  /** Where they come from, for a message: "the interactions of ./my-shop". */
  readonly source: string
  /** @param users indexes of the model. @returns row n: the items of `users[n]` */
  of(users: readonly number[]): Promise<ItemRows>
}

/**
 * The training pairs that a model keeps: EASE and item-kNN keep them, and so does a blend with one of them. Validation and
 * test pairs are not among them.
 *
 * @returns null for a model of vectors, which keeps no interactions
 */
export function seenInTraining({ factors }: Recommender): SeenItems | null {
  for (const { user, dimension } of factors.blocks) {
    if (user instanceof Float32Array || dimension !== factors.items) continue
    const rowOf = (n: number) => user.indices.subarray(user.indptr[n], user.indptr[n + 1])
    return { source: 'the training interactions kept with the model', of: async (users) => toRows(users.map(rowOf)) }
  }
  return null
}

/**
 * All interactions of a data set: the training, validation and test part.
 *
 * @param name of the data set, for messages
 * @throws UserFacingError when the model knows none of its users
 */
export function seenInDataset(
  { users, items }: Recommender,
  { userIds, itemIds, interactions }: Dataset,
  name: string,
): SeenItems {
  const userOf = userIds.map((id) => users.indexOf(id) ?? -1)
  const itemOf = itemIds.map((id) => items.indexOf(id) ?? -1)
  if (!userOf.some((user) => user >= 0)) {
    throw new UserFacingError(`${name}: the model knows none of the users of this data set.`)
  }
  const starts = new Int32Array(users.size + 1)
  const forEachPair = (visit: (user: number, item: number) => void) => {
    for (let n = 0; n < interactions.users.length; n++) {
      const user = userOf[interactions.users[n] ?? -1] ?? -1
      const item = itemOf[interactions.items[n] ?? -1] ?? -1
      if (user >= 0 && item >= 0) visit(user, item)
    }
  }
  forEachPair((user) => starts[user + 1]!++)
  for (let user = 0; user < users.size; user++) starts[user + 1]! += starts[user]!
  const next = starts.slice()
  const seen = new Int32Array(starts[users.size]!)
  forEachPair((user, item) => (seen[next[user]!++] = item))
  const rowOf = (user: number) => seen.subarray(starts[user], starts[user + 1])
  return { source: `the interactions of ${name}`, of: async (batch) => toRows(batch.map(rowOf)) }
}

/** All interactions of the catalog, read a batch of users at a time. */
export function seenInCatalog({ users, items }: Recommender, pool: Session['pool']): SeenItems {
  return {
    source: 'the interactions of the catalog',
    async of(batch) {
      const { rows } = await pool.query<[string, string]>({
        text: `SELECT DISTINCT u.external_id, i.external_id
               FROM interactions n JOIN users u ON u.id = n.user_id JOIN items i ON i.id = n.item_id
               WHERE u.external_id = ANY($1::text[])`,
        values: [batch.map((user) => users.idOf(user))],
        rowMode: 'array',
      })
      const seen = new Map<string, number[]>()
      for (const [user, externalId] of rows) {
        const item = items.indexOf(externalId)
        if (item === undefined) continue
        const row = seen.get(user)
        if (row) row.push(item)
        else seen.set(user, [item])
      }
      return toRows(batch.map((user) => seen.get(users.idOf(user)) ?? []))
    },
  }
}

function toRows(rows: readonly ArrayLike<number>[]): ItemRows {
  const indptr = new Int32Array(rows.length + 1)
  rows.forEach((row, n) => (indptr[n + 1] = indptr[n]! + row.length))
  const indices = new Int32Array(indptr[rows.length]!)
  rows.forEach((row, n) => indices.set(Int32Array.from(row).sort(), indptr[n]))
  return { indptr, indices }
}
