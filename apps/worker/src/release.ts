import { type ClaimedRun, TRAINING_CHANNEL } from '@trifold/catalog'
import type { Pool } from 'pg'

/**
 * Put a run back into the queue because its worker stops; what was told of it stays, as it goes on from there. The next worker that looks for unheard runs (every worker
 * does, at its start and every few seconds) knocks for it anew.
 */
export async function releaseRun(pool: Pool, { id, attempts }: ClaimedRun): Promise<void> {
  await pool.query(
    `update training_runs set state = 'QUEUED', started_at = null, heartbeat_at = null
     where id = $1 and attempts = $2 and state in ('RUNNING', 'EVALUATING')
     returning pg_notify('${TRAINING_CHANNEL}', id::text)`,
    [id, attempts],
  )
}
