import type { Prisma, TrainingRun, TrainingState } from '../../generated/prisma/client.ts'

/** A row of `training_runs` as the pg driver gives it. */
export interface TrainingRunRow {
  id: string
  state: TrainingState
  config: Prisma.JsonValue
  progress: number
  epochs: Prisma.JsonValue
  error: string | null
  auto_promote: boolean
  attempts: number
  created_at: Date
  started_at: Date | null
  heartbeat_at: Date | null
  finished_at: Date | null
  model_version_id: number | null
}

export const RUN_COLUMNS =
  'id, state, config, progress, epochs, error, auto_promote, attempts, created_at, started_at, heartbeat_at, ' +
  'finished_at, model_version_id'

/** The same row as Prisma gives it. */
export function fromRow(row: TrainingRunRow): TrainingRun {
  return {
    id: row.id,
    state: row.state,
    config: row.config,
    progress: row.progress,
    epochs: row.epochs,
    error: row.error,
    autoPromote: row.auto_promote,
    attempts: row.attempts,
    createdAt: row.created_at,
    startedAt: row.started_at,
    heartbeatAt: row.heartbeat_at,
    finishedAt: row.finished_at,
    modelVersionId: row.model_version_id,
  }
}
