import type pg from 'pg'

/** What a catalog holds, in rows. */
export interface CatalogContents {
  readonly items: number
  readonly users: number
  readonly interactions: number
  readonly vectors: number
}

export async function catalogContents(executor: pg.Pool | pg.PoolClient): Promise<CatalogContents> {
  const { rows } = await executor.query<CatalogContents>(`
    SELECT (SELECT count(*)::int FROM items) AS items, (SELECT count(*)::int FROM users) AS users,
           (SELECT count(*)::int FROM interactions) AS interactions,
           (SELECT count(*)::int FROM item_features) AS vectors`)
  return rows[0]!
}

/** Removes all of it. Readers see it until the transaction ends: rows are deleted, tables are not truncated. */
export async function emptyCatalog(client: pg.PoolClient): Promise<void> {
  for (const table of ['interactions', 'item_features', 'recommendation_logs', 'items', 'users', 'modalities']) {
    await client.query(`DELETE FROM ${table}`)
  }
}
