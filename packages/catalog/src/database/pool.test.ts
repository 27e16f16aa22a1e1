import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { inTransaction } from './pool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query('CREATE TABLE t (n int)')
})
afterAll(() => database.drop())

const count = async () => (await database.pool.query<{ count: number }>('SELECT count(*)::int FROM t')).rows[0]!.count

describe('inTransaction', () => {
  it('keeps everything or nothing', async () => {
    expect(
      await inTransaction(database.pool, async (client) => {
        await client.query('INSERT INTO t VALUES (1)')
        return 'result'
      }),
    ).toBe('result')
    const failing = inTransaction(database.pool, async (client) => {
      await client.query('INSERT INTO t VALUES (2)')
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await count()).toBe(1)
  })

  it('does not give back a connection that was cut', async () => {
    const failing = inTransaction(database.pool, async (client) => {
      client.on('error', () => {})
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid])
      await client.query('SELECT 1')
    })
    await expect(failing).rejects.toThrow()
    expect(await count()).toBe(1)
  })
})
