import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decomposeInformation } from './information.ts'

const cells = (...values: number[]) => Float64Array.from(values)
const { LN2 } = Math

describe('decomposeInformation', () => {
  // the canonical gates, in nats
  it('copy: all of it is redundant', () => {
    const { unique, redundant, synergy } = decomposeInformation([cells(1, 0, 0, 0), cells(0, 0, 0, 1)], 2)
    expect(redundant).toBeCloseTo(LN2, 4)
    expect([...unique, synergy].map((part) => Math.round(part * 1e3))).toEqual([0, 0, 0])
  })

  it('exclusive or: all of it is synergy', () => {
    const { unique, redundant, synergy } = decomposeInformation([cells(0.5, 0, 0, 0.5), cells(0, 0.5, 0.5, 0)], 2)
    expect(synergy).toBeCloseTo(LN2, 4)
    expect([...unique, redundant].map((part) => Math.round(part * 1e3))).toEqual([0, 0, 0])
  })

  it('one source alone: unique to it', () => {
    const { unique, redundant, synergy } = decomposeInformation([cells(0.5, 0.5, 0, 0), cells(0, 0, 0.5, 0.5)], 2)
    expect(unique[0]).toBeCloseTo(LN2, 4)
    expect([unique[1], redundant, synergy].map((part) => Math.round(part * 1e3))).toEqual([0, 0, 0])
  })

  it('and: known values (Bertschinger et al., table 1), the prior of y being that of the gate', () => {
    // y = x1 and x2, with p(y = 1) = 1/4 there; here y is balanced, so only shared properties are tested
    const { unique, redundant, synergy } = decomposeInformation([cells(1 / 3, 1 / 3, 1 / 3, 0), cells(0, 0, 0, 1)], 2)
    expect(unique.map((part) => Math.round(part * 1e3))).toEqual([0, 0])
    expect(redundant).toBeGreaterThan(0.1)
    expect(synergy).toBeGreaterThan(0.1)
  })

  it('is never negative, adds up to I(Y; X1 X2), and turns around with its sources', () => {
    const distribution = fc
      .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 })
      .map((values) => {
        const sum = values.reduce((a, b) => a + b, 0)
        return Float64Array.from(values, (value) => value / sum)
      })
    fc.assert(
      fc.property(distribution, distribution, (a, b) => {
        const { unique, redundant, synergy } = decomposeInformation([a, b], 2)
        const total = a.reduce(
          (sum, p, n) => sum + (p * Math.log((2 * p) / (p + b[n]!)) + b[n]! * Math.log((2 * b[n]!) / (p + b[n]!))) / 2,
          0,
        )
        expect(unique[0] + unique[1] + redundant + synergy).toBeCloseTo(total, 4)
        const turned = (cells: Float64Array) =>
          Float64Array.from({ length: 6 }, (_, n) => cells[(n % 2) * 3 + Math.floor(n / 2)]!)
        const other = decomposeInformation([turned(a), turned(b)], 3)
        expect(Math.abs(other.unique[0] - unique[1])).toBeLessThan(1e-3) // two searches, each stopped near its end
        expect(Math.abs(other.synergy - synergy)).toBeLessThan(1e-3)
      }),
      { numRuns: 50 },
    )
  })
})
