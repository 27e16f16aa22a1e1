import type { Shopper } from './shopper.ts'

/** Shoppers whose name, id or taste contains every word of the query, best first: names that start with it lead. */
export function searchShoppers(shoppers: readonly Shopper[], query: string, limit: number): Shopper[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return shoppers.slice(0, limit)
  const found = shoppers.filter((shopper) => {
    const text = fold(`${shopper.name} ${shopper.externalId} ${shopper.taste ?? ''}`)
    return words.every((word) => text.includes(word))
  })
  const leads = (shopper: Shopper): number => (fold(shopper.name).startsWith(words[0]) ? 0 : 1)
  return found.sort((a, b) => leads(a) - leads(b)).slice(0, limit)
}

/** Lower case without accents: `Müller` is found by `muller`. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
