import type { TrainingRunFieldsFragment } from '../gql/graphql.ts'

export type TrainingRun = TrainingRunFieldsFragment

const ENDED = new Set<TrainingRun['state']>(['SUCCEEDED', 'FAILED', 'CANCELLED'])

/** Whether nothing will happen to the run any more. */
export function hasEnded({ state }: Pick<TrainingRun, 'state'>): boolean {
  return ENDED.has(state)
}

const STATES: Readonly<Record<TrainingRun['state'], string>> = {
  QUEUED: 'Waiting for a worker',
  RUNNING: 'Training',
  EVALUATING: 'Measuring and publishing',
  SUCCEEDED: 'Done',
  FAILED: 'Failed',
  CANCELLED: 'Called off',
}

export function stateLine({ state, epochs, modelVersion, error }: TrainingRun): string {
  const words = STATES[state]
  if (state === 'FAILED' && error) return `${words}: ${error}`
  if (state === 'RUNNING' && epochs.length > 0) return `${words}, epoch ${epochs[epochs.length - 1].epoch} done`
  if (state === 'SUCCEEDED' && modelVersion)
    return `${words}: version ${modelVersion.number}${error ? `. ${error}` : ''}`
  return words
}

/** What a run trains, in short: `VBPR with MRdIB, seed 1, at most 40 epochs`. Configurations are free-form on the wire. */
export function recipe(config: unknown): string {
  const fields = typeof config === 'object' && config !== null ? (config as Record<string, unknown>) : {}
  if (typeof fields.base !== 'string') return 'Default configuration'
  const parts = [
    `${fields.base.toUpperCase()}${fields.mrdib === true ? ' with MRdIB' : ''}`,
    typeof fields.seed === 'number' ? `seed ${fields.seed}` : null,
    typeof fields.epochs === 'number' ? `at most ${fields.epochs} epochs` : null,
  ]
  return parts.filter(Boolean).join(', ')
}

/** Milliseconds from start to end, or to now; null while it waits. */
export function timeTaken({ startedAt, finishedAt }: TrainingRun, now: number): number | null {
  if (!startedAt) return null
  return (finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt)
}
