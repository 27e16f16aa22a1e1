import type pg from 'pg'
import type { TrainingRun } from '../../generated/prisma/client.ts'
import { inTransaction } from '../database/pool.ts'
import { TRAINING_CHANNEL } from './channels.ts'
import { prepareQueue } from './queue.ts'
import { fromRow, RUN_COLUMNS, type TrainingRunRow } from './run-row.ts'

/** A run in the hands of one worker: the number of the attempt tells it from an earlier, silent worker. */
export type ClaimedRun = Pick<TrainingRun, 'id' | 'attempts'>

const NOTIFY = `pg_notify('${TRAINING_CHANNEL}', id::text)`

/**
 * Asks for a training: the run and its job in the queue, in one transaction.
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
    const { rows } = await client.query<TrainingRunRow>(
      `INSERT INTO training_runs (id, config, auto_promote) VALUES (gen_random_uuid(), $1, $2)
       RETURNING ${RUN_COLUMNS}, ${NOTIFY}`,
      [JSON.stringify(config), autoPromote],
    )
    await sendJob(client, rows[0].id)
    return fromRow(rows[0])
  })
}

/**
 * Takes a queued run in hand. What an earlier worker told of it stays until the next one tells: it may go on from there.
 *
 * @returns null when it is not queued any more: a job may knock twice, a run is trained once
 */
export async function claimTrainingRun(pool: pg.Pool, id: string): Promise<TrainingRun | null> {
  const { rows } = await pool.query<TrainingRunRow>(
    `UPDATE training_runs
     SET state = 'RUNNING', attempts = attempts + 1, started_at = now(), heartbeat_at = now(), error = NULL
     WHERE id = $1 AND state = 'QUEUED'
     RETURNING ${RUN_COLUMNS}, ${NOTIFY}`,
    [id],
  )
  return rows[0] ? fromRow(rows[0]) : null
}

export interface Heartbeat {
  /** Share of the work done, 0..1. */
  readonly progress?: number
  /** A finished epoch: `{ epoch, loss, seconds, validRecall20?, validNdcg20? }`. */
  readonly epoch?: object
  /** All finished epochs, instead of those told before. */
  readonly epochs?: readonly object[]
  readonly state?: 'EVALUATING'
}

/**
 * Says that the worker lives, and what it has done since.
 *
 * @returns false when the run is no longer its own (given to another worker, cancelled): it should stop
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
     WHERE id = $1 AND attempts = $2 AND state IN ('RUNNING', 'EVALUATING')
     RETURNING ${changed ? NOTIFY : 'id'}`,
    [
      ...[id, attempts, progress ?? null, epoch ? JSON.stringify([epoch]) : null, state ?? null],
      epochs ? JSON.stringify(epochs) : null,
    ],
  )
  return rowCount === 1
}

/** Ends a run that cannot be finished. Another worker's run is left alone. */
export async function failTrainingRun(pool: pg.Pool, { id, attempts }: ClaimedRun, reason: string): Promise<void> {
  await pool.query(
    `UPDATE training_runs SET state = 'FAILED', error = $3, finished_at = now()
     WHERE id = $1 AND attempts = $2 AND state IN ('RUNNING', 'EVALUATING')
     RETURNING ${NOTIFY}`,
    [id, attempts, reason],
  )
}
