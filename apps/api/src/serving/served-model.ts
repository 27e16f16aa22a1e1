import type { ModelVersion } from '@trifold/catalog'
import { load, type Recommender } from '@trifold/model'
import type { Pool } from 'pg'

/** A model in memory, with the catalog's row keys of its items beside its own dense indexes. */
export interface ServedModel {
  readonly version: ModelVersion
  readonly recommender: Recommender
  /** Row key of each item of the model; 0 if the item was deleted after the training. `[items]` */
  readonly itemKeys: Int32Array
  /** The other direction: model index by row key. */
  readonly itemIndexes: ReadonlyMap<number, number>
}

/**
 * Read a model's artifact, look up the row keys of its items, and prepare to fold users in: the first request of a new
 * model does not wait for that.
 * @param folder of the artifact
 * @throws Error if the artifact is damaged or is not the published one
 */
export async function openModel(pool: Pool, version: ModelVersion, folder: string): Promise<ServedModel> {
  const recommender = await load(folder, { checksum: version.checksum })
  const { rows } = await pool.query<{ id: number; external_id: string }>('select id, external_id from items')
  const itemKeys = new Int32Array(recommender.items.size)
  const itemIndexes = new Map<number, number>()
  for (const row of rows) {
    const index = recommender.items.indexOf(row.external_id)
    if (index === undefined) continue
    itemKeys[index] = row.id
    itemIndexes.set(row.id, index)
  }
  if (recommender.canFoldIn) recommender.prepareFoldIn()
  return { version, recommender, itemKeys, itemIndexes }
}
