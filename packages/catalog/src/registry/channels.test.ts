import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { listen, MODEL_CHANNEL, TRAINING_CHANNEL } from './channels.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const send = (channel: string, payload: string) => database.pool.query('SELECT pg_notify($1, $2)', [channel, payload])

describe('listen', () => {
  it('receives notifications of its channels and no others, until closed', async () => {
    const received: string[] = []
    const listener = await listen(database.url, [MODEL_CHANNEL, TRAINING_CHANNEL], (channel, payload) =>
      received.push(`${channel} ${payload}`),
    )
    await send(MODEL_CHANNEL, '7')
    await send('something_else', '8')
    await send(TRAINING_CHANNEL, 'run')
    await vi.waitFor(() => expect(received).toEqual(['trifold_model 7', 'trifold_training run']))
    await listener.close()
    await send(MODEL_CHANNEL, '9')
    expect(received).toHaveLength(2)
  })

  it('reconnects when its connection is cut', async () => {
    const received: string[] = []
    const listener = await listen(database.url, [MODEL_CHANNEL], (_, payload) => received.push(payload))
    const { rowCount } = await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`,
    )
    expect(rowCount).toBe(1)
    await vi.waitFor(
      async () => {
        await send(MODEL_CHANNEL, 'again')
        expect(received).toContain('again')
      },
      { timeout: 10_000, interval: 50 },
    )
    await listener.close()
  })

  it('fails when it cannot connect at all', async () => {
    const nowhere = new URL(database.url)
    nowhere.pathname = '/no_such_database'
    await expect(listen(nowhere.href, [MODEL_CHANNEL], () => {})).rejects.toThrow('does not exist')
  })
})
