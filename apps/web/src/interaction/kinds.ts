/** What a visitor can say about an item here, and how it is answered. */
export const KINDS = {
  CART: {
    label: 'Add to basket',
    done: (item: string, shopper: string) => `${item} is in ${possessive(shopper)} basket.`,
  },
  LIKE: { label: 'Like', done: (item: string, shopper: string) => `${shopper} likes ${item}. Recorded.` },
  VIEW: { label: 'Seen it', done: (item: string, shopper: string) => `${shopper} has seen ${item}. Recorded.` },
} as const

export type Kind = keyof typeof KINDS

export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(KINDS, value)
}

export function possessive(name: string): string {
  return /s$/i.test(name) ? `${name}’` : `${name}’s`
}
