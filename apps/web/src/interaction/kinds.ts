/** What a visitor can record for an item: the button's label and the message after it. */
export const KINDS = {
  CART: {
    label: 'Add to basket',
    message: (item: string, shopper: string) => `${item} is in ${possessive(shopper)} basket.`,
  },
  LIKE: { label: 'Like', message: (item: string, shopper: string) => `${shopper} likes ${item}.` },
  VIEW: { label: 'Seen it', message: (item: string, shopper: string) => `${shopper} has seen ${item}.` },
} as const

export type Kind = keyof typeof KINDS

export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(KINDS, value)
}

export function possessive(name: string): string {
  return /s$/i.test(name) ? `${name}’` : `${name}’s`
}
