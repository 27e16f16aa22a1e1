import pg from 'pg'

/** The key of Prisma's own advisory lock, so that a `prisma migrate deploy` at the same time waits, too. */
const MIGRATION_LOCK = 72707369

/** For this transaction only. The wait and the work may take longer than the limits that a server sets for queries. */
const NO_TIME_LIMITS = `
  SELECT set_config(name, '0', true) FROM pg_settings
  WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`

/**
 * Runs `work` while no other process migrates this database or creates its job queue.
 *
 * The lock belongs to an open transaction on a connection of its own. A session lock would not do: behind PgBouncer in
 * transaction mode each statement may run in another session, so the lock guards nothing and is never released. An open
 * transaction keeps its server connection, there as well. `work` uses other connections: one more must be free.
 *
 * @param config of the connection that holds the lock
 */
export async function withMigrationLock<T>(config: pg.ClientConfig, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  client.on('error', () => {}) // the lock ends with the connection; COMMIT then reports it
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(NO_TIME_LIMITS)
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    const result = await work()
    await client.query('COMMIT')
    return result
  } finally {
    await client.end().catch(() => {}) // ends an open transaction, too
  }
}
