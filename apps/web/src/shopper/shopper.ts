/** A shopper as the pages show one. */
export interface Shopper {
  readonly externalId: string
  readonly name: string
  /** True for a shopper of the demo generator, who is no person. */
  readonly isSimulated: boolean
  /** What a simulated shopper's taste follows; null for others. */
  readonly taste: Taste | null
}

export type Taste = 'picture' | 'words' | 'both' | 'combination'

export const TASTES: readonly Taste[] = ['picture', 'words', 'both', 'combination']

interface UserFields {
  readonly externalId: string
  readonly displayName?: string | null
  readonly attributes?: unknown
}

/** Reads a shopper from an API user. Attributes are free-form JSON: unknown ones are ignored. */
export function shopperOf({ externalId, displayName, attributes }: UserFields): Shopper {
  const fields = typeof attributes === 'object' && attributes !== null ? (attributes as Record<string, unknown>) : {}
  const taste = TASTES.find((known) => known === fields.taste) ?? null
  return { externalId, name: displayName || externalId, isSimulated: fields.simulated === true, taste }
}

const FOLLOWS: Readonly<Record<Taste, string>> = {
  picture: 'the picture',
  words: 'the words',
  both: 'what picture and words agree on',
  combination: 'the combination of picture and words',
}

/** `A simulated shopper whose taste follows the picture.` */
export function describeShopper({ isSimulated, taste }: Shopper): string {
  if (!isSimulated) return 'A shopper of this catalog.'
  return taste ? `A simulated shopper whose taste follows ${FOLLOWS[taste]}.` : 'A simulated shopper.'
}

/** The note beside a name in a list: `simulated, follows the picture`. */
export function shopperNote({ isSimulated, taste }: Shopper): string {
  return [isSimulated && 'simulated', taste && `follows ${FOLLOWS[taste]}`].filter(Boolean).join(', ')
}

/** A link that keeps the shopper in the address. Such a link can be shared and opened in two tabs. */
export function shopLink(path: string, shopperId?: string | null): string {
  return shopperId ? `${path}?shopper=${encodeURIComponent(shopperId)}` : path
}

/** The address of an item's page for a shopper. */
export function itemLink(itemId: string, shopperId?: string | null): string {
  return shopLink(`/items/${encodeURIComponent(itemId)}`, shopperId)
}
