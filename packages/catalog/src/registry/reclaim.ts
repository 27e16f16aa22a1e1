import type pg from 'pg'
import { inTransaction } from '../database/index.ts'
import { prepareQueue, TRAINING_QUEUE } from './queue.ts'
import { NOTIFY } from './runs.ts'

export interface ReclaimOptions {
  /** A worker without a heartbeat for this long counts as dead. */
  readonly staleAfterSeconds?: number
  /** Attempts at a run before it fails. */
  readonly attempts?: number
}

/** Ids of the runs that were queued again, and of those that failed for good. */
export interface Reclaimed {
  readonly requeued: string[]
  readonly failed: string[]
}

/**
 * Queues the runs of dead workers again. Any process may call it at any time: each run is moved once. A queued run without
 * a job gets a new one: its job was lost with a worker that had fetched it and not yet claimed the run.
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
           error = format('The worker died in attempt %s of %s.', attempts, $2::int)
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
    const withoutJob = await ids(
      `SELECT id FROM training_runs r
       WHERE state = 'QUEUED' AND NOT id = ANY ($3::uuid[]) AND NOT EXISTS (
         SELECT FROM pgboss.job j
         WHERE j.name = $2 AND j.data->>'runId' = r.id::text
           AND (j.state IN ('created', 'retry')
             OR j.state = 'active' AND j.started_on > now() - make_interval(secs => $1)))
       FOR UPDATE SKIP LOCKED`,
      [staleAfterSeconds, TRAINING_QUEUE, requeued],
    )
    for (const id of [...requeued, ...withoutJob]) await sendJob(client, id)
    return { requeued: [...requeued, ...withoutJob], failed }
  })
}
