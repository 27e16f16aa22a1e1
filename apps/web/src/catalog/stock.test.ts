import { describe, expect, it } from 'vitest'
import { stockLine } from './stock.ts'

describe('stockLine', () => {
  it.each([
    [{ stock: 400, isAvailable: true }, '400 in stock'],
    [{ stock: 5, isAvailable: true }, 'Only 5 left'],
    [{ stock: 0, isAvailable: true }, 'Sold out'],
    [{ stock: null, isAvailable: true }, 'Available'],
    [{ stock: 400, isAvailable: false }, 'Not for sale at the moment'],
  ])('%j reads "%s"', (item, line) => {
    expect(stockLine(item)).toBe(line)
  })
})
