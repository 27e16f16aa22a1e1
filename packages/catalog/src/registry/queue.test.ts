import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from '../migrate/index.ts'
import { emptyDatabase } from '../testing/index.ts'
import { TRAINING_QUEUE } from './queue.ts'

const PROCESSES = 4
const ROUNDS = 6
const PROGRAM = fileURLToPath(new URL('../testing/queue-process.ts', import.meta.url))

interface Peer {
  readonly child: ChildProcess
  readonly lines: AsyncIterator<string>
}
let peers: Peer[]

beforeAll(async () => {
  peers = Array.from({ length: PROCESSES }, () => {
    const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] })
    return { child, lines: createInterface({ input: child.stdout! })[Symbol.asyncIterator]() }
  })
  await Promise.all(peers.map(({ lines }) => lines.next()))
})
afterAll(async () => {
  for (const { child } of peers) {
    const ended = once(child, 'exit')
    child.stdin!.end()
    await ended
  }
})

// Without the lock some process fails with "deadlock detected" in the first rounds.
it('is created once when many processes meet an empty database', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const database = await emptyDatabase()
    const client = new pg.Client({ connectionString: database.url })
    try {
      if (round > 0) await migrate(database.url) // else the migration's lock spreads the processes in time
      for (const { child } of peers) child.stdin!.write(`${database.url}\n`)
      const answers = await Promise.all(peers.map(async ({ lines }) => (await lines.next()).value as string))
      expect(answers, `round ${round}`).toEqual(Array(PROCESSES).fill('done'))
      await client.connect()
      const { rows } = await client.query(
        `SELECT (SELECT count(*)::int FROM pgboss.queue WHERE name = $1) AS queues,
                (SELECT count(*)::int FROM pgboss.job WHERE name = $1) AS jobs,
                (SELECT count(*)::int FROM training_runs) AS runs,
                (SELECT count(*)::int FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                 WHERE d.datname = current_database() AND l.locktype = 'advisory') AS locks`,
        [TRAINING_QUEUE],
      )
      expect(rows, `round ${round}`).toEqual([{ queues: 1, jobs: PROCESSES, runs: PROCESSES, locks: 0 }])
    } finally {
      await client.end()
      await database.drop()
    }
  }
})
