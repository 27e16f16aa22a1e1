export interface Money {
  /** In the smallest unit of the currency. */
  readonly amountMinor: number
  /** ISO 4217 code. */
  readonly currency: string
}

/** The price of an item as money; null if the item has none. */
export function priceOf(item: { priceMinor: number | null; currency: string | null }): Money | null {
  return item.priceMinor === null || item.currency === null
    ? null
    : { amountMinor: item.priceMinor, currency: item.currency }
}

/** Cached because a format is expensive to make. There are at most as many as currencies. */
const formats = new Map<string, { format: Intl.NumberFormat; unit: number }>()

/** "€12.50": the number of decimals is the currency's own (none for JPY, three for KWD). */
export function formatMoney({ amountMinor, currency }: Money): string {
  const { format, unit } = formats.get(currency) ?? createFormat(currency)
  return format.format(amountMinor / unit)
}

function createFormat(currency: string): { format: Intl.NumberFormat; unit: number } {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const created = { format, unit: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) }
  formats.set(currency, created)
  return created
}
