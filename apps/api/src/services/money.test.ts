import { describe, expect, it } from 'vitest'
import { formatMoney, priceOf } from './money.ts'

describe('money', () => {
  it.each([
    [1250, 'EUR', '€12.50'],
    [1250, 'JPY', '¥1,250'],
    [1250, 'KWD', 'KWD 1.250'],
    [0, 'USD', '$0.00'],
  ])('%i %s reads %s', (amountMinor, currency, text) =>
    expect(formatMoney({ amountMinor, currency }).replace('\u00a0', ' ')).toBe(text),
  )

  it('is absent where an item has no price', () => {
    expect(priceOf({ priceMinor: null, currency: null })).toBeNull()
    expect(priceOf({ priceMinor: 5, currency: 'EUR' })).toEqual({ amountMinor: 5, currency: 'EUR' })
  })
})
