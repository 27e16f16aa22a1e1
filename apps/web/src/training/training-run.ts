import type { TrainingRunFieldsFragment } from '../api/index.ts'

export type TrainingRun = TrainingRunFieldsFragment

const ENDED = new Set<TrainingRun['state']>(['SUCCEEDED', 'FAILED', 'CANCELLED'])

/** Whether the run is in a final state. */
export function hasEnded({ state }: Pick<TrainingRun, 'state'>): boolean {
  return ENDED.has(state)
}

const STATES: Readonly<Record<TrainingRun['state'], string>> = {
  QUEUED: 'Waiting for a worker',
  RUNNING: 'Training',
  EVALUATING: 'Evaluating and publishing',
  SUCCEEDED: 'Done',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
}

/** The state of a run in one line, with the result or the error. */
export function stateLine({ state, epochs, modelVersion, error }: TrainingRun): string {
  const text = STATES[state]
  const epoch = epochs.at(-1)
  if (state === 'FAILED' && error) return `${text}: ${error}`
  if (state === 'RUNNING' && epoch) return `${text}, epoch ${epoch.epoch} done`
  if (state === 'SUCCEEDED' && modelVersion)
    return `${text}: version ${modelVersion.number}${error ? `. ${error}` : ''}`
  return text
}

/** The configuration of a run in one line: `VBPR with MRdIB, seed 1, at most 40 epochs`. The API sends free JSON. */
export function configLine(config: unknown): string {
  const fields = typeof config === 'object' && config !== null ? (config as Record<string, unknown>) : {}
  if (typeof fields.base !== 'string') return 'Default configuration'
  const parts = [
    `${fields.base.toUpperCase()}${fields.mrdib === true ? ' with MRdIB' : ''}`,
    typeof fields.seed === 'number' ? `seed ${fields.seed}` : null,
    typeof fields.epochs === 'number' ? `at most ${fields.epochs} epochs` : null,
  ]
  return parts.filter(Boolean).join(', ')
}

/** Milliseconds from the start to the end, or to now; null before the start. */
export function runTime({ startedAt, finishedAt }: TrainingRun, now: number): number | null {
  if (!startedAt) return null
  return (finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt)
}
