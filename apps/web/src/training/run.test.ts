import { describe, expect, it } from 'vitest'
import { hasEnded, recipe, stateLine, timeTaken, type TrainingRun } from './run.ts'

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
  it('is true for the three ends only', () => {
    const states: TrainingRun['state'][] = ['QUEUED', 'RUNNING', 'EVALUATING', 'SUCCEEDED', 'FAILED', 'CANCELLED']
    expect(states.filter((state) => hasEnded({ state }))).toEqual(['SUCCEEDED', 'FAILED', 'CANCELLED'])
  })
})

describe('stateLine', () => {
  it('says how far it is, what came out, or why it failed', () => {
    expect(stateLine(run)).toBe('Training, epoch 3 done')
    expect(stateLine({ ...run, state: 'FAILED', error: 'The loss became NaN.' })).toBe('Failed: The loss became NaN.')
    const modelVersion = { id: 'v', number: 4, status: 'CANDIDATE' as const }
    expect(stateLine({ ...run, state: 'SUCCEEDED', modelVersion })).toBe('Done: version 4')
    expect(stateLine({ ...run, state: 'QUEUED', epochs: [] })).toBe('Waiting for a worker')
  })
})

describe('recipe', () => {
  it('reads a configuration', () => {
    expect(recipe({ base: 'vbpr', mrdib: true, seed: 0, epochs: 40 })).toBe(
      'VBPR with MRdIB, seed 0, at most 40 epochs',
    )
    expect(recipe({ base: 'vbpr', mrdib: false })).toBe('VBPR')
  })

  it.each([{}, null, 'text', 7, []])('calls %j the default', (odd) => {
    expect(recipe(odd)).toBe('Default configuration')
  })
})

describe('timeTaken', () => {
  it('runs until the end, or until now', () => {
    expect(timeTaken(run, Date.parse('2026-11-23T10:01:05Z'))).toBe(60_000)
    expect(timeTaken({ ...run, finishedAt: '2026-11-23T10:00:25Z' }, 0)).toBe(20_000)
    expect(timeTaken({ ...run, startedAt: null }, 0)).toBeNull()
  })
})
