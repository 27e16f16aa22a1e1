import pg from 'pg'

/**
 * A pool for what Prisma does not do: COPY, LISTEN, set-based SQL. Callers end it with `end()`.
 *
 * @param max most connections open at once
 */
export function createPool(url: string, max = 5): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max })
  // An idle connection breaks when Postgres restarts. The pool opens another one for the next query, which reports its own
  // error. Without a listener this event would end the process.
  pool.on('error', () => {})
  return pool
}

/** Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.release(broken) // a connection that could not roll back is closed, not reused
  }
}
