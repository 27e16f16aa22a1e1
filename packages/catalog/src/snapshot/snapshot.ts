import type pg from 'pg'
import { SPLIT, type Dataset, type Interactions, type ModalityFeatures } from '@trifold/model/data'
import { decodeVectorInto } from '../features/index.ts'
import { TRAINING_WEIGHT_SQL } from '../interactions/index.ts'
import { copyOut } from '../load/index.ts'

/**
 * Reads the catalog as a data set for training, as of one moment. The same catalog gives the same data set to the bit,
 * and so the same fingerprint.
 *
 * - Users: those with at least one interaction, in the order of their keys. Items: all. Both by their external ids.
 * - Interactions: all, in the order recorded. `weights` follow `TRAINING_WEIGHT_SQL`: above 0 for a positive, 0 for an
 *   interaction that is no evidence of liking. A row of weight 0 stays, because the user has seen the item.
 * - Features: every modality that some item has, by name.
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
      interactions: await readInteractions(client, users, items),
      modalities: await readModalities(client, items),
    }
    await client.query('COMMIT')
    client.release()
    return dataset
  } catch (error) {
    client.release(true) // its transaction, perhaps a COPY, is still open
    throw error
  }
}

/** Dense indexes for row keys, in the order given. */
class IdIndex {
  readonly externalIds: string[]
  private readonly indexes = new Map<number, number>()

  constructor(rows: readonly (readonly [id: number, externalId: string])[]) {
    this.externalIds = rows.map(([, externalId]) => externalId)
    rows.forEach(([id], index) => this.indexes.set(id, index))
  }

  /** @throws Error when a row refers to a key that does not exist */
  indexOf(id: number): number {
    const index = this.indexes.get(id)
    if (index === undefined) throw new Error(`the row key ${id} refers to nothing`)
    return index
  }
}

async function readIds(client: pg.PoolClient, sql: string): Promise<IdIndex> {
  const { rows } = await client.query<[number, string]>({ text: sql, rowMode: 'array' })
  return new IdIndex(rows)
}

const NO_LABEL = -1

const INTERACTIONS = `
  SELECT user_id, item_id, ${TRAINING_WEIGHT_SQL}, extract(epoch FROM occurred_at)::float8,
         (CASE split WHEN 'TRAIN' THEN ${SPLIT.train} WHEN 'VALID' THEN ${SPLIT.valid} WHEN 'TEST' THEN ${SPLIT.test}
                     ELSE ${NO_LABEL} END)::int2
  FROM interactions ORDER BY id`

/**
 * Columns without information are left out, as the type of the data set asks: weights that are all 1, times that are all
 * equal (a bulk import without time stamps), labels where no row has one. Where only some rows have the label of an
 * imported split, the shop's own rows count as training data, so the imported test part stays comparable.
 */
async function readInteractions(client: pg.PoolClient, userIndex: IdIndex, itemIndex: IdIndex): Promise<Interactions> {
  const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM interactions')
  const count = Number(rows[0]!.count)
  const users = new Uint32Array(count)
  const items = new Uint32Array(count)
  const weights = new Float32Array(count)
  const times = new Float64Array(count)
  const labels = new Int8Array(count)
  let n = 0
  await copyOut(client, INTERACTIONS, (row) => {
    users[n] = userIndex.indexOf(row.int32(0))
    items[n] = itemIndex.indexOf(row.int32(1))
    weights[n] = row.float32(2)
    times[n] = row.float64(3)
    labels[n] = row.int16(4)
    n++
  })
  return {
    users,
    items,
    ...(weights.some((weight) => weight !== 1) && { weights }),
    ...(times.some((time) => time !== times[0]) && { times }),
    ...(labels.some((label) => label !== NO_LABEL) && { split: splitOf(labels) }),
  }
}

const splitOf = (labels: Int8Array) => Uint8Array.from(labels, (label) => (label === NO_LABEL ? SPLIT.train : label))

interface ModalityRow {
  id: number
  name: string
  dimension: number
}

/** In alphabetical order, as the model package's own reader gives them. */
async function readModalities(client: pg.PoolClient, items: IdIndex): Promise<ModalityFeatures[]> {
  const { rows } = await client.query<ModalityRow>(
    `SELECT id, name, dimension FROM modalities m
     WHERE EXISTS (SELECT FROM item_features WHERE modality_id = m.id) ORDER BY name COLLATE "C"`,
  )
  const modalities: ModalityFeatures[] = []
  for (const { id, name, dimension } of rows) {
    const values = new Float32Array(items.externalIds.length * dimension) // [items, dimension]
    const present = new Uint8Array(items.externalIds.length)
    await copyOut(client, `SELECT item_id, vector FROM item_features WHERE modality_id = ${Number(id)}`, (row) => {
      const item = items.indexOf(row.int32(0))
      decodeVectorInto(row.blob(1), values, item, dimension)
      present[item] = 1
    })
    modalities.push({ name, dimension, values, present })
  }
  return modalities
}
