import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decompose } from './decompose.ts'

const value = fc.double({ min: -50, max: 50, noNaN: true })
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

describe('decompose, the canonical cases of docs/model.md section 5', () => {
  it.each([
    ['copy', [0, 1, 1, 1], [1, 0, 0, 0]],
    ['XOR', [0, 0, 0, 2], [0, 0, 0, 2]],
    ['additive, independent', [0, 1, 2, 3], [0, 1, 2, 0]],
    ['nested', [0, 1, 2, 2], [1, 0, 1, 0]],
    ['useless modality', [0, 1, 0, 1], [0, 1, 0, 0]],
    ['super-additive', [0, 1, 1, 3], [0, 1, 1, 1]],
    ['copy, against the item', [0, -1, -1, -1], [-1, 0, 0, 0]],
    ['partial overlap', [0, 2, 3, 4], [1, 1, 2, 0]],
    ['less than any one alone', [0, 1, 1, 0.5], [1, 0, 0, -0.5]],
    ['opposite signs', [0, 2, -1, 1], [0, 2, -1, 0]],
    ['a baseline of its own', [3, 4, 4, 4], [1, 0, 0, 0]],
  ])('%s', (_, [f0, fv, ft, joint], [redundant, first, second, synergy]) => {
    const parts = decompose(f0!, [fv!, ft!], joint!)
    expect(parts.redundant).toBeCloseTo(redundant!, 12)
    expect(parts.unique[0]).toBeCloseTo(first!, 12)
    expect(parts.unique[1]).toBeCloseTo(second!, 12)
    expect(parts.synergy).toBeCloseTo(synergy!, 12)
  })
})

describe('decompose', () => {
  it('is the formula of section 5 for two modalities', () => {
    fc.assert(
      fc.property(value, value, value, value, (f0, fv, ft, joint) => {
        const [mv, mt] = [fv - f0, ft - f0]
        const interaction = joint - f0 - mv - mt
        const s = Math.sign(mv)
        const shares = s !== 0 && s === Math.sign(mt) && Math.sign(interaction) === -s
        const r = shares ? s * Math.min(Math.abs(mv), Math.abs(mt), Math.abs(interaction)) : 0
        const parts = decompose(f0, [fv, ft], joint)
        expect(parts.redundant).toBeCloseTo(r, 9)
        expect(parts.unique[0]).toBeCloseTo(mv - r, 9)
        expect(parts.unique[1]).toBeCloseTo(mt - r, 9)
        expect(parts.synergy).toBeCloseTo(interaction + r, 9)
      }),
    )
  })

  const modalities = fc.array(value, { minLength: 1, maxLength: 5 })

  it('adds up exactly, for any number of modalities', () => {
    fc.assert(
      fc.property(value, modalities, value, (f0, values, joint) => {
        const parts = decompose(f0, values, joint)
        expect(f0 + sum(parts.unique) + parts.redundant + parts.synergy).toBeCloseTo(joint, 9)
      }),
    )
  })

  it('does not depend on the order of modalities', () => {
    const permuted = modalities.chain((values) =>
      fc.tuple(fc.constant(values), fc.shuffledSubarray([...values.keys()], { minLength: values.length })),
    )
    fc.assert(
      fc.property(value, permuted, value, (f0, [values, order], joint) => {
        const parts = decompose(f0, values, joint)
        const swapped = decompose(
          f0,
          order.map((n) => values[n]!),
          joint,
        )
        expect(swapped.redundant).toBeCloseTo(parts.redundant, 9)
        expect(swapped.synergy).toBeCloseTo(parts.synergy, 9)
        order.forEach((n, at) => expect(swapped.unique[at]).toBeCloseTo(parts.unique[n]!, 9))
      }),
    )
  })

  it('mirrors when every sign is turned', () => {
    fc.assert(
      fc.property(modalities, value, (values, joint) => {
        const parts = decompose(0, values, joint)
        const mirrored = decompose(
          0,
          values.map((x) => -x),
          -joint,
        )
        expect(mirrored.redundant).toBeCloseTo(-parts.redundant, 9)
        expect(mirrored.synergy).toBeCloseTo(-parts.synergy, 9)
      }),
    )
  })

  it('gives copies of one modality everything as shared, however many', () => {
    for (let count = 2; count <= 5; count++) {
      const parts = decompose(0, Array<number>(count).fill(2), 2)
      expect(parts.redundant).toBeCloseTo(2, 12)
      expect(parts.unique.map(Math.abs)).toEqual(Array(count).fill(0))
      expect(parts.synergy).toBeCloseTo(0, 12)
    }
  })

  it('keeps an independent third modality out of what two share', () => {
    const parts = decompose(0, [2, 2, -3], -1)
    expect(parts.redundant).toBeCloseTo(2, 12)
    expect(parts.unique[2]).toBe(-3)
    expect(parts.synergy).toBeCloseTo(0, 12)
  })

  it('gives a single modality everything, and with none everything is synergy', () => {
    expect(decompose(1, [9], 3)).toEqual({ unique: [2], redundant: 0, synergy: 0 })
    expect(decompose(0, [], 0)).toEqual({ unique: [], redundant: 0, synergy: 0 })
  })
})
