import { describe, expect, it } from 'vitest'
import { sourceLine } from './source.ts'

describe('sourceLine', () => {
  it('names the version and the recipe of a model list', () => {
    expect(sourceLine({ source: 'MODEL', modelVersion: { number: 7, base: 'vbpr', isMrdib: true } })).toBe(
      'Ranked by the model, version 7 (VBPR with MRdIB)',
    )
    expect(sourceLine({ source: 'MODEL', modelVersion: { number: 8, base: 'vbpr', isMrdib: false } })).toBe(
      'Ranked by the model, version 8 (VBPR)',
    )
  })

  it('does not dress a fallback up as personal', () => {
    expect(sourceLine({ source: 'POPULAR', modelVersion: null })).toBe('Not personal: what most shoppers take')
  })
})
