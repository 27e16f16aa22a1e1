import type { ModelVersion } from '@trifold/catalog'
import { load, type Recommender } from '@trifold/model'
import type { Pool } from 'pg'

/** A model in memory, with the keys of the catalog's rows beside its own dense indexes. */
export interface ServedModel {
  readonly version: ModelVersion
  readonly recommender: Recommender
  /** Row key of each item of the model; 0 where the item has been deleted since the training. `[items]` */
  readonly itemKeys: Int32Array
  /** The other way round: model index by row key. */
  readonly itemIndexes: ReadonlyMap<number, number>
}

/**
 * Read a model's artifact and look up the keys of its items, once for its whole time in memory.
 * @param folder where the artifact lies
 * @throws Error where the artifact is damaged or is not the one that was published
 */
export async function openModel(pool: Pool, version: ModelVersion, folder: string): Promise<ServedModel> {
  const recommender = await load(folder, { checksum: version.checksum })
  const rows = await pool.query<{ id: number; external_id: string }>('select id, external_id from items')
  const itemKeys = new Int32Array(recommender.items.size)
  const itemIndexes = new Map<number, number>()
  for (const row of rows.rows) {
    const index = recommender.items.indexOf(row.external_id)
    if (index === undefined) continue
    itemKeys[index] = row.id
    itemIndexes.set(row.id, index)
  }
  return { version, recommender, itemKeys, itemIndexes }
}
