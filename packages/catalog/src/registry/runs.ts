import type pg from 'pg'
import type { TrainingRun } from '../../generated/prisma/client.ts'
import { inTransaction } from '../database/index.ts'
import { TRAINING_CHANNEL } from './channels.ts'
import type { EpochRecord } from './json-columns.ts'
import { prepareQueue } from './queue.ts'

/** A run in the hands of one worker. The number of the attempt tells this worker from an earlier one. */
export type ClaimedRun = Pick<TrainingRun, 'id' | 'attempts'>

/** In a RETURNING list: tells the listeners that the run has changed. */
export const NOTIFY = `pg_notify('${TRAINING_CHANNEL}', id::text)`

/** The columns of `training_runs` under the names that Prisma gives them. */
const RUN = `id, state, config, progress, epochs, error, auto_promote AS "autoPromote", attempts,
  created_at AS "createdAt", started_at AS "startedAt", heartbeat_at AS "heartbeatAt", finished_at AS "finishedAt",
  model_version_id AS "modelVersionId"`

/** True while a worker has the run: what it writes is dropped once another worker has claimed the run. */
const IS_OURS = `id = $1 AND attempts = $2 AND state IN ('RUNNING', 'EVALUATING')`

/**
 * Creates a training run and its job in the queue, in one transaction.
 *
 * @param config overrides of the model package's defaults, validated by the caller
 */
export async function queueTraining(
  pool: pg.Pool,
  config: object,
  { autoPromote = false }: { readonly autoPromote?: boolean } = {},
): Promise<TrainingRun> {
  const sendJob = await prepareQueue(pool)
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<TrainingRun>(
      `INSERT INTO training_runs (id, config, auto_promote) VALUES (gen_random_uuid(), $1, $2)
       RETURNING ${RUN}, ${NOTIFY}`,
      [JSON.stringify(config), autoPromote],
    )
    const run = withoutNotify(rows[0]!)
    await sendJob(client, run.id)
    return run
  })
}

/**
 * Claims a queued run for this worker. Epochs that an earlier worker reported stay until this one reports, because it may
 * resume there.
 *
 * @returns null if the run is not queued any more: two jobs may name one run, and it is trained once
 */
export async function claimTrainingRun(pool: pg.Pool, id: string): Promise<TrainingRun | null> {
  const { rows } = await pool.query<TrainingRun>(
    `UPDATE training_runs
     SET state = 'RUNNING', attempts = attempts + 1, started_at = now(), heartbeat_at = now(), error = NULL
     WHERE id = $1 AND state = 'QUEUED'
     RETURNING ${RUN}, ${NOTIFY}`,
    [id],
  )
  return rows[0] ? withoutNotify(rows[0]) : null
}

/** RETURNING also yields the empty result of `pg_notify`. */
function withoutNotify(row: TrainingRun & { pg_notify?: unknown }): TrainingRun {
  delete row.pg_notify
  return row
}

/** News of a run; all optional, a heartbeat without news says that the worker lives. */
export interface Heartbeat {
  /** Share of the work done, 0 to 1. */
  readonly progress?: number
  /** A finished epoch, added to those reported before. */
  readonly epoch?: EpochRecord
  /** All finished epochs, instead of those reported before. */
  readonly epochs?: readonly EpochRecord[]
  readonly state?: 'EVALUATING'
}

/**
 * Records that the worker lives, and its progress.
 *
 * @returns false if the run is no longer this worker's (claimed by another, or cancelled): it should stop
 */
export async function heartbeat(
  pool: pg.Pool,
  { id, attempts }: ClaimedRun,
  { progress, epoch, epochs, state }: Heartbeat = {},
): Promise<boolean> {
  const changed = [progress, epoch, epochs, state].some((news) => news !== undefined)
  const { rowCount } = await pool.query(
    `UPDATE training_runs
     SET heartbeat_at = now(), progress = COALESCE($3, progress),
         epochs = COALESCE($6::jsonb, epochs) || COALESCE($4, '[]')::jsonb,
         state = COALESCE($5, state::text)::"TrainingState"
     WHERE ${IS_OURS}
     RETURNING ${changed ? NOTIFY : 'id'}`,
    [
      ...[id, attempts, progress ?? null, epoch ? JSON.stringify([epoch]) : null, state ?? null],
      epochs ? JSON.stringify(epochs) : null,
    ],
  )
  return rowCount === 1
}

/** Ends a run as FAILED. A run of another worker is left alone. */
export async function failTrainingRun(pool: pg.Pool, { id, attempts }: ClaimedRun, reason: string): Promise<void> {
  await pool.query(
    `UPDATE training_runs SET state = 'FAILED', error = $3, finished_at = now()
     WHERE ${IS_OURS}
     RETURNING ${NOTIFY}`,
    [id, attempts, reason],
  )
}

/**
 * Puts a run back into the queue because its worker stops. Its progress stays, because the next worker resumes there. The
 * job is used up: `reclaimStaleRuns`, which every worker calls at its start and every few seconds, sends a new one.
 */
export async function releaseTrainingRun(pool: pg.Pool, { id, attempts }: ClaimedRun): Promise<void> {
  await pool.query(
    `UPDATE training_runs SET state = 'QUEUED', started_at = NULL, heartbeat_at = NULL
     WHERE ${IS_OURS}
     RETURNING ${NOTIFY}`,
    [id, attempts],
  )
}
