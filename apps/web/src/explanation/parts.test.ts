import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Component, partsOf, type PartKind } from './parts.ts'

const five: Component[] = [
  { kind: 'COLLABORATIVE', value: 0.5 },
  { kind: 'SYNERGY', value: 0.4 },
  { kind: 'REDUNDANT', value: 0.3 },
  { kind: 'UNIQUE', modality: 'text', value: 0.2 },
  { kind: 'UNIQUE', modality: 'image', value: 0.1 },
]

describe('partsOf', () => {
  it('puts the five parts in display order, in any order of the API', () => {
    expect(partsOf(five).map((part) => part.label)).toEqual([
      'Picture alone',
      'Words alone',
      'Agreement',
      'Combination',
      'Other shoppers',
    ])
    expect(partsOf(five)).toEqual(partsOf([...five].reverse()))
  })

  it('gives each of the five parts an ink of its own', () => {
    expect(new Set(partsOf(five).map((part) => part.ink)).size).toBe(5)
  })

  it('labels an unknown modality with its own name', () => {
    expect(partsOf([{ kind: 'UNIQUE', modality: 'scent', value: 1 }])).toEqual([
      { ink: 'other', label: 'Scent alone', value: 1 },
    ])
  })

  it('keeps every value, so the sum does not change', () => {
    const kinds = fc.constantFrom<PartKind>('UNIQUE', 'REDUNDANT', 'SYNERGY', 'COLLABORATIVE', 'RULE')
    const component = fc.record({
      kind: kinds,
      modality: fc.constantFrom('image', 'text', 'audio', 'other', null),
      value: fc.double({ min: -9, max: 9, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(component), (components) => {
        const before = components.map(({ value }) => value).sort()
        const after = partsOf(components)
          .map(({ value }) => value)
          .sort()
        expect(after).toEqual(before)
      }),
    )
  })
})
