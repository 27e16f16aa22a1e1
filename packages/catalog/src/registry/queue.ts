import PgBoss from 'pg-boss'
import type pg from 'pg'

export const TRAINING_QUEUE = 'training'

/** What a job in the training queue says. */
export interface TrainingJob {
  readonly runId: string
}

/**
 * A job is only the knock on a worker's door: whose turn it is, and after how long a silent worker is given up, is
 * settled in the table of runs (`runs.ts`, `reclaim.ts`), which sees a dead worker within a minute. So pg-boss itself
 * tries a job once, and lets it live longer than any training.
 */
const QUEUE_OPTIONS = { name: TRAINING_QUEUE, retryLimit: 0, expireInHours: 23 } as const

/** The queue as a worker uses it, started. Callers end it with `stop()`. */
export async function createQueue(url: string, onError: (error: Error) => void = () => {}): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, max: 2, schedule: false })
  boss.on('error', onError) // its own connections break when the server restarts; it goes on by itself
  await boss.start()
  await ensureQueue(boss)
  return boss
}

const senders = new WeakMap<pg.Pool, Promise<PgBoss>>()

/** The queue as far as one needs it to put jobs in, over connections of the pool. */
function sender(pool: pg.Pool): Promise<PgBoss> {
  let boss = senders.get(pool)
  if (!boss) {
    boss = startSender(pool)
    senders.set(pool, boss)
    boss.catch(() => senders.delete(pool)) // the next job tries again
  }
  return boss
}

async function startSender(pool: pg.Pool): Promise<PgBoss> {
  const db = { executeSql: (text: string, values: unknown[]) => pool.query(text, values) }
  const boss = new PgBoss({ db, supervise: false, schedule: false })
  await boss.start()
  await ensureQueue(boss)
  return boss
}

async function ensureQueue(boss: PgBoss): Promise<void> {
  if (await boss.getQueue(TRAINING_QUEUE)) return
  await boss.createQueue(TRAINING_QUEUE, QUEUE_OPTIONS).catch(async (error: Error) => {
    if (!(await boss.getQueue(TRAINING_QUEUE))) throw error // else another process was faster
  })
}

/** Prepares the queue; `sendJob` inside a transaction must not be what creates it. */
export async function prepareQueue(pool: pg.Pool): Promise<(client: pg.PoolClient, runId: string) => Promise<void>> {
  const boss = await sender(pool)
  return async (client, runId) => {
    const db = { executeSql: (text: string, values: unknown[]) => client.query(text, values) }
    const job: TrainingJob = { runId }
    await boss.send(TRAINING_QUEUE, job, { db })
  }
}
