import type pg from 'pg'

export interface CatalogSize {
  readonly users: number
  readonly items: number
}

/** Rows of users and items. */
export async function catalogSize(executor: pg.Pool | pg.PoolClient): Promise<CatalogSize> {
  const { rows } = await executor.query<CatalogSize>(
    'SELECT (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM items) AS items',
  )
  return rows[0]!
}

/** Whether the catalog has neither users nor items. */
export async function isEmpty(pool: pg.Pool): Promise<boolean> {
  const { users, items } = await catalogSize(pool)
  return users === 0 && items === 0
}
