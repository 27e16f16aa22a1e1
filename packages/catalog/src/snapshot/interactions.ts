import type pg from 'pg'
import { SPLIT, type Interactions } from '@trifold/model/data'
import { copyOut } from '../load/binary-reader.ts'
import type { IdIndex } from './id-index.ts'

const UNLABELLED = -1

const QUERY = `
  SELECT user_id, item_id, weight, extract(epoch FROM occurred_at)::float8,
         (CASE split WHEN 'TRAIN' THEN ${SPLIT.train} WHEN 'VALID' THEN ${SPLIT.valid} WHEN 'TEST' THEN ${SPLIT.test}
                     ELSE ${UNLABELLED} END)::int2
  FROM interactions ORDER BY id`

/**
 * All interactions, in the order recorded. What says nothing is left out, as the data set's type wants it: weights that
 * are all 1, times that are all the same (a bulk import without time stamps). Where some rows carry the label of an
 * imported split and others do not, what the shop recorded itself counts as training data, so that what the imported
 * data set holds out stays comparable.
 */
export async function snapshotInteractions(
  client: pg.PoolClient,
  userIndex: IdIndex,
  itemIndex: IdIndex,
): Promise<Interactions> {
  const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM interactions')
  const count = Number(rows[0].count)
  const users = new Uint32Array(count)
  const items = new Uint32Array(count)
  const weights = new Float32Array(count)
  const times = new Float64Array(count)
  const labels = new Int8Array(count)
  let n = 0
  await copyOut(client, QUERY, (row) => {
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
    ...(labels.some((label) => label !== UNLABELLED) && { split: asSplit(labels) }),
  }
}

const asSplit = (labels: Int8Array) => Uint8Array.from(labels, (label) => (label === UNLABELLED ? SPLIT.train : label))
