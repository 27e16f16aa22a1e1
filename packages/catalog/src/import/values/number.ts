import { BadRow, quoted } from './bad-row.ts'
import { isBlank } from './text.ts'

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A finite number; null where the cell is empty. A decimal comma is taken. */
export function readNumber(value: unknown, what: string): number | null {
  if (isBlank(value)) return null
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (Number.isFinite(Number(value))) return Number(value)
  } else if (typeof value === 'string') {
    const text = value.trim().replace(/^([+-]?\d+),(\d+)$/, '$1.$2')
    if (NUMBER.test(text)) return Number(text)
  }
  throw new BadRow(`the ${what} ${quoted(value)} is not a number`)
}

/** Units on hand: a whole number from 0. */
export function readStock(value: unknown): number | null {
  const stock = readNumber(value, 'stock')
  if (stock === null) return null
  if (!Number.isInteger(stock) || stock < 0 || stock > 2 ** 31 - 1) {
    throw new BadRow(`the stock ${quoted(value)} is not a whole number from 0`)
  }
  return stock
}

const TRUE = /^(true|t|yes|y|1|1\.0|in[ _-]?stock|available|active|published|preorder|pre[ _-]order|backorder)$/i
const FALSE =
  /^(false|f|no|n|0|0\.0|out[ _-]?of[ _-]?stock|sold[ _-]?out|unavailable|inactive|discontinued|draft|archived)$/i

/** Whether an item is for sale: true and false in usual spellings, or Google's words for availability. */
export function readFlag(value: unknown, what: string): boolean | null {
  if (isBlank(value)) return null
  const text = String(value)
    .trim()
    .replace(/^https?:\/\/schema\.org\//i, '')
  if (TRUE.test(text)) return true
  if (FALSE.test(text)) return false
  throw new BadRow(`the ${what} ${quoted(value)} is neither yes nor no (true, false, in_stock, out_of_stock, ...)`)
}
