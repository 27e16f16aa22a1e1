import type pg from 'pg'
import type { Dataset } from '@trifold/model/data'
import { snapshotFeatures } from './features.ts'
import { IdIndex } from './id-index.ts'
import { snapshotInteractions } from './interactions.ts'

/**
 * The catalog as the model package sees it, as of one moment: users who did something and all items, each in the
 * order in which they came, with the callers' own ids; interactions in the order recorded; features by modality. The
 * same catalog gives the same data set to the bit, and so the same fingerprint.
 */
export async function snapshot(pool: pg.Pool): Promise<Dataset> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const users = await readIds(
      client,
      'SELECT id, external_id FROM users u WHERE EXISTS (SELECT FROM interactions WHERE user_id = u.id) ORDER BY id',
    )
    const items = await readIds(client, 'SELECT id, external_id FROM items ORDER BY id')
    const dataset: Dataset = {
      name: 'catalog',
      userIds: users.externalIds,
      itemIds: items.externalIds,
      interactions: await snapshotInteractions(client, users, items),
      modalities: await snapshotFeatures(client, items),
    }
    await client.query('COMMIT')
    client.release()
    return dataset
  } catch (error) {
    client.release(true) // its transaction, perhaps a COPY, is still open
    throw error
  }
}

async function readIds(client: pg.PoolClient, sql: string): Promise<IdIndex> {
  const { rows } = await client.query<[number, string]>({ text: sql, rowMode: 'array' })
  return new IdIndex(rows)
}
