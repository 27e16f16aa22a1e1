import type pg from 'pg'

export interface CatalogueSize {
  readonly users: number
  readonly items: number
}

/** Rows of users and items. */
export async function catalogueSize(executor: pg.Pool | pg.PoolClient): Promise<CatalogueSize> {
  const { rows } = await executor.query<CatalogueSize>(
    'SELECT (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM items) AS items',
  )
  return rows[0]
}

/** Whether the catalogue has neither users nor items. */
export async function isEmpty(pool: pg.Pool): Promise<boolean> {
  const { users, items } = await catalogueSize(pool)
  return users === 0 && items === 0
}
