import type pg from 'pg'
import { copyInto } from './copy.ts'

/** Rows to enter, by the ids their owner gave them. */
export interface NewRows {
  /** In the order wanted for the internal keys. */
  readonly externalIds: readonly string[]
  /** Other columns: their names, and their texts by row. */
  readonly columns?: { readonly [column: string]: (row: number) => string }
}

export interface EnteredRows {
  /** Internal key of each row, in the order given. `[rows]` */
  readonly ids: Int32Array
  /** How many were not there before. */
  readonly created: number
}

const ROWS_A_PIECE = 1000

/**
 * Enters rows that are not there yet and finds the internal keys of all. Those that are there stay as they are.
 *
 * @param table whose `external_id` is unique: a constant of ours, as are the column names
 */
export async function enterByExternalId(
  client: pg.PoolClient,
  table: 'users' | 'items',
  { externalIds, columns = {} }: NewRows,
): Promise<EnteredRows> {
  const names = Object.keys(columns)
  const definitions = names.map((name) => `, ${name} text`).join('')
  await client.query(`CREATE TEMP TABLE entering (ordinal int, external_id text${definitions}) ON COMMIT DROP`)
  await copyInto(client, 'entering', function* (writer) {
    for (let row = 0; row < externalIds.length; row++) {
      writer
        .row(2 + names.length)
        .int32(row)
        .text(externalIds[row]!)
      for (const name of names) writer.text(columns[name]!(row))
      if (row % ROWS_A_PIECE === 0) yield
    }
  })
  const list = ['external_id', ...names].join(', ')
  const { rowCount } = await client.query(
    `INSERT INTO ${table} (${list}) SELECT ${list} FROM entering ORDER BY ordinal ON CONFLICT (external_id) DO NOTHING`,
  )
  const { rows } = await client.query<[number]>({
    text: `SELECT t.id FROM entering e JOIN ${table} t USING (external_id) ORDER BY e.ordinal`,
    rowMode: 'array',
  })
  await client.query('DROP TABLE entering')
  return { ids: Int32Array.from(rows, ([id]) => id), created: rowCount ?? 0 }
}
