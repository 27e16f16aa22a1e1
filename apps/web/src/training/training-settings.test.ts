import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTrainingSettings } from './training-settings.ts'

function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

describe('readTrainingSettings', () => {
  it('reads a filled form', () => {
    expect(
      readTrainingSettings(form({ base: 'vbpr', mrdib: 'on', seed: '7', epochs: '40', autoPromote: 'on' })),
    ).toEqual({
      base: 'vbpr',
      mrdib: true,
      seed: 7,
      epochs: 40,
      autoPromote: true,
    })
  })

  it('leaves empty numbers to the model and unchecked boxes off', () => {
    expect(readTrainingSettings(form({ base: 'vbpr', seed: ' ', epochs: '' }))).toEqual({
      base: 'vbpr',
      mrdib: false,
      seed: undefined,
      epochs: undefined,
      autoPromote: false,
    })
  })

  it.each([
    [{ epochs: '0' }, 'Epochs must be a whole number of at least 1.'],
    [{ epochs: '2.5' }, 'Epochs must be a whole number of at least 1.'],
    [{ seed: '-1' }, 'Seed must be a whole number of at least 0.'],
    [{ seed: 'abc' }, 'Seed must be a whole number of at least 0.'],
    [{ seed: '99999999999' }, 'Seed must be a whole number of at least 0.'],
  ])('rejects %j with a sentence', (fields, error) => {
    expect(readTrainingSettings(form(fields))).toEqual({ error })
  })

  it('never accepts a number that is not whole', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readTrainingSettings(form({ seed: text }))
        expect('error' in read || read.seed === undefined || Number.isInteger(read.seed)).toBe(true)
      }),
    )
  })
})
