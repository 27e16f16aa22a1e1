import type pg from 'pg'
import { inTransaction } from '../database/pool.ts'
import { TRAINING_CHANNEL } from './channels.ts'
import { prepareQueue, TRAINING_QUEUE } from './queue.ts'

export interface ReclaimOptions {
  /** A worker silent for so long is taken for dead. */
  readonly staleAfterSeconds?: number
  /** So often a run is tried. */
  readonly attempts?: number
}

/** Ids of the runs that were queued again, and of those given up. */
export interface Reclaimed {
  readonly requeued: string[]
  readonly failed: string[]
}

const NOTIFY = `pg_notify('${TRAINING_CHANNEL}', id::text)`

/**
 * Takes runs from workers that died without a word. Safe to call from any process at any time: each run is moved once.
 * A run that was queued, and whose job died with a worker before that had claimed it, gets a new job.
 */
export async function reclaimStaleRuns(
  pool: pg.Pool,
  { staleAfterSeconds = 60, attempts = 3 }: ReclaimOptions = {},
): Promise<Reclaimed> {
  const sendJob = await prepareQueue(pool)
  return inTransaction(pool, async (client) => {
    const ids = async (sql: string, values: unknown[]) =>
      (await client.query<{ id: string }>(sql, values)).rows.map((row) => row.id)

    const failed = await ids(
      `UPDATE training_runs
       SET state = 'FAILED', finished_at = now(),
           error = format('The worker stopped without a word in attempt %s of %s.', attempts, $2::int)
       WHERE state IN ('RUNNING', 'EVALUATING') AND attempts >= $2
         AND heartbeat_at < now() - make_interval(secs => $1)
       RETURNING id, ${NOTIFY}`,
      [staleAfterSeconds, attempts],
    )
    const requeued = await ids(
      `UPDATE training_runs SET state = 'QUEUED'
       WHERE state IN ('RUNNING', 'EVALUATING') AND heartbeat_at < now() - make_interval(secs => $1)
       RETURNING id, ${NOTIFY}`,
      [staleAfterSeconds],
    )
    const unheard = await ids(
      `SELECT id FROM training_runs r
       WHERE state = 'QUEUED' AND NOT id = ANY ($3::uuid[]) AND NOT EXISTS (
         SELECT FROM pgboss.job j
         WHERE j.name = $2 AND j.data->>'runId' = r.id::text
           AND (j.state IN ('created', 'retry')
             OR j.state = 'active' AND j.started_on > now() - make_interval(secs => $1)))
       FOR UPDATE SKIP LOCKED`,
      [staleAfterSeconds, TRAINING_QUEUE, requeued],
    )
    for (const id of [...requeued, ...unheard]) await sendJob(client, id)
    return { requeued: [...requeued, ...unheard], failed }
  })
}
