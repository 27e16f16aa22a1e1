import { describe, expect, it } from 'vitest'
import { hasEnded, configLine, stateLine, runTime, type TrainingRun } from './training-run.ts'

const run: TrainingRun = {
  id: 'r',
  state: 'RUNNING',
  progress: 0.5,
  error: null,
  autoPromote: false,
  createdAt: '2026-11-23T10:00:00Z',
  startedAt: '2026-11-23T10:00:05Z',
  finishedAt: null,
  config: {},
  epochs: [{ epoch: 3, loss: 1, seconds: 1, validRecall20: null, validNdcg20: null }],
  modelVersion: null,
}

describe('hasEnded', () => {
  it('is true for the three final states only', () => {
    const states: TrainingRun['state'][] = ['QUEUED', 'RUNNING', 'EVALUATING', 'SUCCEEDED', 'FAILED', 'CANCELLED']
    expect(states.filter((state) => hasEnded({ state }))).toEqual(['SUCCEEDED', 'FAILED', 'CANCELLED'])
  })
})

describe('stateLine', () => {
  it('shows the last epoch, the result, or the error', () => {
    expect(stateLine(run)).toBe('Training, epoch 3 done')
    expect(stateLine({ ...run, state: 'FAILED', error: 'The loss became NaN.' })).toBe('Failed: The loss became NaN.')
    const modelVersion = { id: 'v', number: 4, status: 'CANDIDATE' as const }
    expect(stateLine({ ...run, state: 'SUCCEEDED', modelVersion })).toBe('Done: version 4')
    expect(stateLine({ ...run, state: 'QUEUED', epochs: [] })).toBe('Waiting for a worker')
  })
})

describe('configLine', () => {
  it('reads a configuration', () => {
    expect(configLine({ base: 'vbpr', mrdib: true, seed: 0, epochs: 40 })).toBe(
      'VBPR with MRdIB, seed 0, at most 40 epochs',
    )
    expect(configLine({ base: 'vbpr', mrdib: false })).toBe('VBPR')
  })

  it.each([{}, null, 'text', 7, []])('calls %j the default', (odd) => {
    expect(configLine(odd)).toBe('Default configuration')
  })
})

describe('runTime', () => {
  it('counts to the end, or to now', () => {
    expect(runTime(run, Date.parse('2026-11-23T10:01:05Z'))).toBe(60_000)
    expect(runTime({ ...run, finishedAt: '2026-11-23T10:00:25Z' }, 0)).toBe(20_000)
    expect(runTime({ ...run, startedAt: null }, 0)).toBeNull()
  })
})
