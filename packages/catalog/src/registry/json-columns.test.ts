import { describe, expect, it } from 'vitest'
import { parseEpochs, parseMetrics } from './json-columns.ts'

const epoch = { epoch: 1, loss: 0.5, seconds: 2 }

describe('parseEpochs', () => {
  it('reads finished epochs, with and without validation figures', () => {
    const epochs = [epoch, { ...epoch, epoch: 2, validRecall20: 0.1, validNdcg20: 0.2 }]
    expect(parseEpochs({ id: 'r', epochs })).toEqual(epochs)
    expect(parseEpochs({ id: 'r', epochs: [] })).toEqual([])
  })

  it.each([
    ['no list', {}, 'the value: '],
    ['a loss of null, which is how JSON writes NaN', [epoch, { ...epoch, loss: null }], '1.loss: '],
    ['an epoch of 0', [{ ...epoch, epoch: 0 }], '0.epoch: '],
    ['a missing field', [{ epoch: 1, loss: 1 }], '0.seconds: '],
  ])('names run and field of %s', (_what, epochs, field) => {
    expect(() => parseEpochs({ id: 'r7', epochs })).toThrow(`the epochs of training run r7 cannot be read: ${field}`)
  })
})

describe('parseMetrics', () => {
  it('keeps what it does not check', () => {
    const part = { ndcg: { '20': 0.1 }, recall: { '20': 0.2 }, users: 5 }
    const metrics = { valid: part, test: part, cold: null }
    expect(parseMetrics({ id: 1, metrics })).toEqual(metrics)
  })

  it.each([null, [], { valid: { ndcg: {} } }, { valid: { ndcg: { '20': '0.1' } }, test: { ndcg: {} } }])(
    'names the version of %j',
    (metrics) => {
      expect(() => parseMetrics({ id: 3, metrics })).toThrow('the metrics of model version 3 cannot be read: ')
    },
  )
})
