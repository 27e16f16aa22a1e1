import { BadRow, quoted } from './bad-row.ts'
import { isBlank } from './text.ts'

export interface Price {
  /** In the smallest unit of the currency. */
  readonly minor: number
  /** ISO 4217. */
  readonly currency: string
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))
/** Signs that stand for one currency in most shops; `$` is the US dollar, `¥` the yen. */
const SIGNS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  US$: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  zł: 'PLN',
  R$: 'BRL',
}
/** What the catalog's column holds. */
const LARGEST_MINOR = 2 ** 31 - 1

/**
 * A price such as `12.99 EUR`, `€12,99`, `1.299,00 €`, or a number with the currency in another cell.
 *
 * @param currency of the row or of the whole file, where the price does not name one
 */
export function readPrice(value: unknown, currency: unknown): Price | null {
  if (isBlank(value)) return null
  const text = typeof value === 'string' ? value.trim() : String(value)
  const [, before = '', amount = '', after = ''] = /^([^\d.,-]*)([\d.,' \u00a0\u202f]*\d)\s*([^\d]*)$/.exec(text) ?? []
  if (amount === '') throw new BadRow(`the price ${quoted(value)} is not an amount such as 12.99 EUR`)
  const named = before.trim() || after.trim() || (isBlank(currency) ? '' : String(currency).trim())
  if (named === '') throw new BadRow(`the price ${quoted(value)} has no currency; name it for all with --currency`)
  const code = SIGNS[named] ?? named.toUpperCase()
  if (!CURRENCIES.has(code)) throw new BadRow(`${quoted(named)} is not an ISO 4217 currency such as EUR`)
  const decimals = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
    .maximumFractionDigits!
  const number = typeof value === 'number' ? value : Number(plainNumber(amount, decimals, value))
  const minor = Math.round(number * 10 ** decimals)
  if (!(minor >= 0 && minor <= LARGEST_MINOR)) {
    throw new BadRow(`the price ${quoted(value)} is out of range (0 to ${LARGEST_MINOR / 10 ** decimals} ${code})`)
  }
  return { minor, currency: code }
}

/** The amount with a decimal point and without separators of thousands. */
function plainNumber(amount: string, decimals: number, value: unknown): string {
  const text = amount.replace(/[' \u00a0\u202f]/g, '')
  const [lastDot, lastComma] = [text.lastIndexOf('.'), text.lastIndexOf(',')]
  if (lastDot >= 0 && lastComma >= 0) {
    return lastDot > lastComma ? text.replaceAll(',', '') : text.replaceAll('.', '').replace(',', '.')
  }
  const separator = lastDot >= 0 ? '.' : ','
  const groups = text.split(separator)
  if (groups.length === 1) return text
  if (groups.length > 2) return groups.join('')
  const looksLikeThousands = groups[1]!.length === 3 && decimals < 3 && /^[1-9]\d{0,2}$/.test(groups[0]!)
  if (looksLikeThousands && separator === '.') {
    throw new BadRow(
      `the price ${quoted(value)} may mean ${groups.join('')} or ${groups.join('.')}; write it with ${decimals} decimals`,
    )
  }
  return looksLikeThousands ? groups.join('') : groups.join('.')
}
