import type pg from 'pg'

const LOAD_LOCK = 72707371

/** Held until the transaction ends: one bulk load at a time, and a second one sees what the first left. */
export async function lockLoads(client: pg.PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOAD_LOCK])
}
