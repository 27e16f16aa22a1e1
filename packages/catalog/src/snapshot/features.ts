import type pg from 'pg'
import type { ModalityFeatures } from '@trifold/model/data'
import { decodeVectorInto } from '../features/codec.ts'
import { copyOut } from '../load/binary-reader.ts'
import type { IdIndex } from './id-index.ts'

interface ModalityRow {
  id: number
  name: string
  dimension: number
}

/** Every modality that some item has, in alphabetical order as the model package's own reader gives them. */
export async function snapshotFeatures(client: pg.PoolClient, items: IdIndex): Promise<ModalityFeatures[]> {
  const { rows } = await client.query<ModalityRow>(
    `SELECT id, name, dimension FROM modalities m
     WHERE EXISTS (SELECT FROM item_features WHERE modality_id = m.id) ORDER BY name COLLATE "C"`,
  )
  const modalities: ModalityFeatures[] = []
  for (const { id, name, dimension } of rows) {
    const values = new Float32Array(items.size * dimension) // [items, dimension]
    const present = new Uint8Array(items.size)
    await copyOut(client, `SELECT item_id, vector FROM item_features WHERE modality_id = ${Number(id)}`, (row) => {
      const item = items.indexOf(row.int32(0))
      decodeVectorInto(row.blob(1), values, item, dimension)
      present[item] = 1
    })
    modalities.push({ name, dimension, values, present })
  }
  return modalities
}
