import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateTime, duration, metricText, percent, plain, roundToSum, signed } from './format.ts'

describe('plain and signed', () => {
  it('use a real minus sign, and a plus only when signed', () => {
    expect(plain(2.626)).toBe('2.63')
    expect(plain(-0.137)).toBe('−0.14')
    expect(signed(1.6167)).toBe('+1.62')
    expect(signed(-1.6167)).toBe('−1.62')
  })

  it('show no sign where the digits shown are zero', () => {
    expect(signed(0.001)).toBe('0.00')
    expect(signed(-0.001)).toBe('0.00')
    expect(plain(-0.001)).toBe('0.00')
  })

  it('print the given number of digits', () => {
    expect(signed(0.12345, 4)).toBe('+0.1235')
  })
})

describe('percent', () => {
  it('rounds to whole per cent', () => {
    expect(percent(0.416)).toBe('42 %')
    expect(percent(1)).toBe('100 %')
  })
})

describe('roundToSum', () => {
  it('repairs the classic case: three thirds still make one', () => {
    expect(roundToSum([1 / 3, 1 / 3, 1 / 3])).toEqual([0.34, 0.33, 0.33])
  })

  it('leaves values alone that already add up', () => {
    expect(roundToSum([0.25, -0.5, 1])).toEqual([0.25, -0.5, 1])
  })

  it('always adds up to the rounded sum, each value less than a unit off', () => {
    const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 4 }), (list, digits) => {
        const unit = 10 ** digits
        const rounded = roundToSum(list, digits)
        const whole = rounded.map((value) => Math.round(value * unit))
        const sum = list.reduce((total, value) => total + value * unit, 0)
        expect(whole.reduce((total, value) => total + value, 0) + 0).toBe(Math.round(sum) + 0)
        rounded.forEach((value, index) =>
          expect(Math.abs(value - (list[index] ?? NaN)) * unit).toBeLessThanOrEqual(1 + 1e-6),
        )
      }),
    )
  })
})

describe('metricText', () => {
  it('prints four digits without the leading zero', () => {
    expect(metricText(0.0412)).toBe('.0412')
    expect(metricText(1)).toBe('1.0000')
    expect(metricText(null)).toBe('not measured')
  })
})

describe('dateTime', () => {
  it('keeps date and minute and names the zone', () => {
    expect(dateTime('2026-11-23T17:14:59.123Z')).toBe('2026-11-23 17:14 UTC')
  })
})

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [48_400, '48 s'],
    [59_600, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [3_720_000, '1 h 02 min'],
  ])('%d ms reads %s', (milliseconds, text) => {
    expect(duration(milliseconds)).toBe(text)
  })

  it('is never negative when two clocks disagree', () => {
    expect(duration(-5000)).toBe('0 s')
  })
})
