import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Part } from './parts.ts'
import { domainOf, waterfallOf } from './waterfall.ts'

const part = (value: number): Part => ({ ink: 'picture', label: 'Picture alone', value })
const values = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 8 })
const lists = fc.array(values, { minLength: 1, maxLength: 6 }).map((all) => all.map((list) => list.map(part)))

describe('domainOf', () => {
  it('holds every running sum and the zero line', () => {
    expect(domainOf([[part(2), part(-3), part(0.5)], [part(1)]])).toEqual({ low: -1, high: 2 })
    expect(domainOf([[part(-2)]])).toEqual({ low: -2, high: 0 })
  })

  it('is never empty, even for a page without explanations', () => {
    expect(domainOf([])).toEqual({ low: 0, high: 1 })
    expect(domainOf([[part(0)]])).toEqual({ low: 0, high: 1 })
  })
})

describe('waterfallOf', () => {
  it('draws a worked example: up, down, and the sum at the end', () => {
    const { steps, zero, sum } = waterfallOf([part(3), part(-1)], 0.5, { low: -1, high: 4 })
    expect(zero).toBeCloseTo(0.2)
    expect(steps[0]).toMatchObject({ from: 0, to: 3, left: zero, end: 0.8 })
    expect(steps[0]?.width).toBeCloseTo(0.6)
    expect(steps[1]?.left).toBeCloseTo(0.6)
    expect(steps[1]?.width).toBeCloseTo(0.2)
    expect(sum.left).toBeCloseTo(0.2)
    expect(sum.width).toBeCloseTo(0.4)
  })

  it('starts each bar where the one before ended and ends the last at the sum', () => {
    fc.assert(
      fc.property(lists, fc.double({ min: -5, max: 5, noNaN: true }), (explanations, baseline) => {
        const domain = domainOf(explanations)
        for (const parts of explanations) {
          const { steps, zero, sum } = waterfallOf(parts, baseline, domain)
          let start = zero
          for (const step of steps) {
            expect(step.value < 0 ? step.left + step.width : step.left).toBeCloseTo(start, 9)
            start = step.end
          }
          expect(sum.end).toBeCloseTo(start, 9)
          const total = parts.reduce((all, { value }) => all + value, 0)
          expect(sum.width * (domain.high - domain.low)).toBeCloseTo(Math.abs(total), 9)
        }
      }),
    )
  })

  it('keeps every bar on the axis', () => {
    fc.assert(
      fc.property(lists, (explanations) => {
        const domain = domainOf(explanations)
        for (const parts of explanations) {
          for (const { left, width } of waterfallOf(parts, 0, domain).steps) {
            expect(left).toBeGreaterThanOrEqual(-1e-9)
            expect(width).toBeGreaterThanOrEqual(0)
            expect(left + width).toBeLessThanOrEqual(1 + 1e-9)
          }
        }
      }),
    )
  })

  it('prints figures that add up: baseline + parts = score', () => {
    fc.assert(
      fc.property(values, fc.double({ min: -5, max: 5, noNaN: true }), (list, baseline) => {
        const parts = list.map(part)
        const { steps, baselineShown, sumShown, scoreShown } = waterfallOf(parts, baseline, domainOf([parts]))
        const cents = (value: number): number => Math.round(value * 100)
        const total = steps.reduce((sum, { shown }) => sum + cents(shown), 0)
        expect(cents(sumShown) + 0).toBe(total + 0)
        expect(cents(scoreShown) + 0).toBe(cents(baselineShown) + total + 0)
        expect(Math.abs(scoreShown - list.reduce((a, b) => a + b, baseline))).toBeLessThanOrEqual(0.005 + 1e-9)
      }),
    )
  })
})
