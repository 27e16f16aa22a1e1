const FEW = 5

/** What a shopper wants to know about stock, in words. */
export function stockLine({ stock, isAvailable }: { stock: number | null; isAvailable: boolean }): string {
  if (!isAvailable) return 'Not for sale at the moment'
  if (stock === null) return 'Available'
  if (stock <= 0) return 'Sold out'
  return stock <= FEW ? `Only ${stock} left` : `${stock} in stock`
}
