import type pg from 'pg'
import { UserFacingError } from '@trifold/model/errors'
import type { Normalization } from '../../generated/prisma/client.ts'
import { encodeVector } from '../features/index.ts'
import { copyInto } from './copy.ts'

/** Consecutive items' vectors. */
export interface FeatureChunk {
  readonly firstRow: number
  readonly rows: number
  /** Row-major. `[rows, dimension]` */
  readonly values: Float32Array
}

/**
 * Finds or makes a modality.
 *
 * @param source what to name when its dimension is not the catalog's
 */
export async function enterModality(
  client: pg.PoolClient,
  { name, dimension, normalization }: { name: string; dimension: number; normalization: Normalization },
  source: string,
): Promise<number> {
  await client.query(
    'INSERT INTO modalities (name, dimension, normalization) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING',
    [name, dimension, normalization],
  )
  const { rows } = await client.query<{ id: number; dimension: number }>(
    'SELECT id, dimension FROM modalities WHERE name = $1',
    [name],
  )
  if (rows[0]!.dimension !== dimension) {
    throw new UserFacingError(
      `${source}: it has ${dimension} columns where the catalog's modality "${name}" has ${rows[0]!.dimension}.`,
    )
  }
  return rows[0]!.id
}

/**
 * Replaces the items' vectors of one modality. A row of zeros says that the item lacks it.
 *
 * @param items internal keys, by row. `[rows]`
 * @returns how many items have it
 */
export async function loadFeatures(
  client: pg.PoolClient,
  modalityId: number,
  items: Int32Array,
  dimension: number,
  chunks: AsyncIterable<FeatureChunk> | Iterable<FeatureChunk>,
): Promise<number> {
  await client.query('DELETE FROM item_features WHERE modality_id = $1 AND item_id = ANY ($2)', [
    modalityId,
    Array.from(items),
  ])
  let present = 0
  await copyInto(client, 'item_features (modality_id, item_id, vector)', async function* (writer) {
    for await (const { firstRow, rows, values } of chunks) {
      for (let row = 0; row < rows; row++) {
        const vector = values.subarray(row * dimension, (row + 1) * dimension)
        if (vector.every((value) => value === 0)) continue
        writer
          .row(3)
          .int32(modalityId)
          .int32(items[firstRow + row]!)
          .bytes(encodeVector(vector))
        present++
      }
      yield
    }
  })
  return present
}
