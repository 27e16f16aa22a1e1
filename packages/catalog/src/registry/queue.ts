import PgBoss from 'pg-boss'
import type pg from 'pg'
import { withMigrationLock } from '../database/index.ts'

export const TRAINING_QUEUE = 'training'

/** The data of a job in the training queue. */
export interface TrainingJob {
  readonly runId: string
}

/**
 * A job only wakes a worker; the table `training_runs` holds order, attempts and liveness (`runs.ts`, `reclaim.ts`). So
 * pg-boss tries a job once, and expires it later than any training ends.
 */
const QUEUE_OPTIONS = { name: TRAINING_QUEUE, retryLimit: 0, expireInHours: 23 } as const

/**
 * Opens the queue for a worker and creates it where it is missing. Callers end it with `stop()`.
 *
 * @param onError receives errors of pg-boss's own connections, which it replaces by itself
 */
export async function createQueue(url: string, onError: (error: Error) => void = () => {}): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, max: 2, schedule: false })
  boss.on('error', onError)
  try {
    await startWithQueue(boss, { connectionString: url })
    return boss
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {})
    throw error
  }
}

/** Puts the job of a run into the queue, in the client's transaction. */
export type SendJob = (client: pg.PoolClient, runId: string) => Promise<void>

/** Opens the queue for sending jobs. Called before a transaction begins, because it may create the queue. */
export async function prepareQueue(pool: pg.Pool): Promise<SendJob> {
  const boss = await sender(pool)
  return async (client, runId) => {
    const db = { executeSql: (text: string, values: unknown[]) => client.query(text, values) }
    const job: TrainingJob = { runId }
    await boss.send(TRAINING_QUEUE, job, { db })
  }
}

const senders = new WeakMap<pg.Pool, Promise<PgBoss>>()

function sender(pool: pg.Pool): Promise<PgBoss> {
  let boss = senders.get(pool)
  if (!boss) {
    boss = startSender(pool)
    senders.set(pool, boss)
    boss.catch(() => senders.delete(pool)) // the next call tries again
  }
  return boss
}

async function startSender(pool: pg.Pool): Promise<PgBoss> {
  const db = { executeSql: (text: string, values: unknown[]) => pool.query(text, values) }
  const boss = new PgBoss({ db, supervise: false, schedule: false })
  await startWithQueue(boss, pool.options)
  return boss
}

/**
 * pg-boss's `createQueue` deadlocks with itself: one process holds the new queue's row and wants to lock the table, the
 * other holds the table for its own insert and waits for that row. So one process at a time looks and creates.
 */
function startWithQueue(boss: PgBoss, config: pg.ClientConfig): Promise<void> {
  return withMigrationLock(config, async () => {
    await boss.start()
    if (!(await boss.getQueue(TRAINING_QUEUE))) await boss.createQueue(TRAINING_QUEUE, QUEUE_OPTIONS)
  })
}
