import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { MODEL_CHANNEL, TRAINING_CHANNEL } from './channels.ts'
import { listen } from './listen.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const say = (channel: string, payload: string) => database.pool.query('SELECT pg_notify($1, $2)', [channel, payload])

describe('listen', () => {
  it('hears its channels and no others, until closed', async () => {
    const heard: string[] = []
    const listener = await listen(database.url, [MODEL_CHANNEL, TRAINING_CHANNEL], (...said) =>
      heard.push(said.join(' ')),
    )
    await say(MODEL_CHANNEL, '7')
    await say('something_else', '8')
    await say(TRAINING_CHANNEL, 'run')
    await vi.waitFor(() => expect(heard).toEqual(['trifold_model 7', 'trifold_training run']))
    await listener.close()
    await say(MODEL_CHANNEL, '9')
    expect(heard).toHaveLength(2)
  })

  it('connects anew when its connection is cut', async () => {
    const heard: string[] = []
    const listener = await listen(database.url, [MODEL_CHANNEL], (_, payload) => heard.push(payload))
    const { rowCount } = await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`,
    )
    expect(rowCount).toBe(1)
    await vi.waitFor(
      async () => {
        await say(MODEL_CHANNEL, 'again')
        expect(heard).toContain('again')
      },
      { timeout: 10_000, interval: 50 },
    )
    await listener.close()
  })

  it('says so when it cannot connect at all', async () => {
    const nowhere = new URL(database.url)
    nowhere.pathname = '/no_such_database'
    await expect(listen(nowhere.href, [MODEL_CHANNEL], () => {})).rejects.toThrow('does not exist')
  })
})
