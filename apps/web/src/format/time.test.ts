import { describe, expect, it } from 'vitest'
import { duration, moment } from './time.ts'

describe('moment', () => {
  it('keeps date and minute and names the zone', () => {
    expect(moment('2026-11-23T17:14:59.123Z')).toBe('2026-11-23 17:14 UTC')
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

  it('never runs backwards when two clocks disagree', () => {
    expect(duration(-5000)).toBe('0 s')
  })
})
