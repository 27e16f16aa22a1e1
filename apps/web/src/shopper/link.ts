/** A link that keeps the shopper: the address alone says whose shop it is, so it can be shared and opened twice side by side. */
export function shopLink(path: string, shopper?: string | null): string {
  return shopper ? `${path}?shopper=${encodeURIComponent(shopper)}` : path
}

/** Address of an item's page, for a shopper. */
export function itemLink(externalId: string, shopper?: string | null): string {
  return shopLink(`/items/${encodeURIComponent(externalId)}`, shopper)
}
