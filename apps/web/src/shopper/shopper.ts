/** A shopper as the pages need one. */
export interface Shopper {
  readonly externalId: string
  readonly name: string
  /** Drawn by the documented generator, not a person. */
  readonly isSimulated: boolean
  /** What a simulated shopper's taste follows; null for anybody else. */
  readonly taste: Taste | null
}

export type Taste = 'picture' | 'words' | 'both' | 'combination'

export const TASTES: readonly Taste[] = ['picture', 'words', 'both', 'combination']

interface UserFields {
  readonly externalId: string
  readonly displayName?: string | null
  readonly attributes?: unknown
}

/** Reads a shopper out of a user of the API. Attributes are free-form: whatever is not understood is left out. */
export function shopperOf({ externalId, displayName, attributes }: UserFields): Shopper {
  const fields = typeof attributes === 'object' && attributes !== null ? (attributes as Record<string, unknown>) : {}
  const taste = TASTES.find((known) => known === fields.taste) ?? null
  return { externalId, name: displayName || externalId, isSimulated: fields.simulated === true, taste }
}

const FOLLOWS: Readonly<Record<Taste, string>> = {
  picture: 'the picture',
  words: 'the words',
  both: 'what picture and words both say',
  combination: 'the combination of picture and words',
}

/** `A simulated shopper whose taste follows the picture.` */
export function describeShopper({ isSimulated, taste }: Shopper): string {
  if (!isSimulated) return 'A shopper of this catalog.'
  return taste ? `A simulated shopper whose taste follows ${FOLLOWS[taste]}.` : 'A simulated shopper.'
}

/** `simulated, follows the picture`: beside a name in a list. */
export function noteOn({ isSimulated, taste }: Shopper): string {
  return [isSimulated && 'simulated', taste && `follows ${FOLLOWS[taste]}`].filter(Boolean).join(', ')
}
