export interface Money {
  /** In the smallest unit of the currency. */
  readonly amountMinor: number
  /** ISO 4217 code. */
  readonly currency: string
}

/** The price of an item as money; null where the item has none. */
export function priceOf(item: { priceMinor: number | null; currency: string | null }): Money | null {
  return item.priceMinor === null || item.currency === null
    ? null
    : { amountMinor: item.priceMinor, currency: item.currency }
}

/** "€12.50": the number of decimals is the currency's own (none for JPY, three for KWD). */
export function formatMoney({ amountMinor, currency }: Money): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(amountMinor / 10 ** decimals)
}
