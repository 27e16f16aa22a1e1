import { describe, expect, it } from 'vitest'
import { wholeNumber } from './whole-number.ts'

describe('wholeNumber', () => {
  it('reads a count', () => expect(wholeNumber('rounds', '12')).toBe(12))

  it.each(['0', '-1', '1.5', '', ' ', 'many', '1e3', 'Infinity'])('refuses "%s", naming the flag', (value) => {
    expect(() => wholeNumber('rounds', value)).toThrow(`--rounds must be a whole number from 1 on, not "${value}".`)
  })
})
