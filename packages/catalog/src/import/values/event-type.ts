import type { InteractionType } from '../../../generated/prisma/client.ts'
import { BadRow, quoted } from './bad-row.ts'

/** Words that shops and trackers use, without case, spaces, dashes and underscores. */
const WORDS: Readonly<Record<InteractionType, string>> = {
  VIEW: 'view viewed pageview productview productviewed viewitem viewcontent detailpageview itemview impression read watch play listen',
  CLICK: 'click clicked productclick productclicked selectitem open',
  CART: 'cart addtocart addedtocart productadded atc basket addtobasket addcart',
  PURCHASE:
    'purchase purchased buy bought order ordered orderitem transaction purchasecomplete checkout sale sold conversion ordercompleted paid',
  LIKE: 'like liked favorite favourite fav addtofavorites wishlist addtowishlist addedtowishlist star bookmark save thumbsup love',
  RATING: 'rating rate rated review score stars',
}

const TYPES = Object.keys(WORDS) as InteractionType[]
const KNOWN = new Map(TYPES.flatMap((type) => WORDS[type].split(' ').map((word) => [word, type] as const)))

const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Finds the type of an event by the word of the file. */
export class EventTypes {
  private readonly own = new Map<string, InteractionType>()

  /**
   * @param words the caller's own, by type
   * @param fallback for rows without a word
   */
  constructor(
    words: Readonly<Record<string, InteractionType>> = {},
    private readonly fallback?: InteractionType,
  ) {
    for (const [word, type] of Object.entries(words)) this.own.set(plain(word), type)
  }

  /** @param byColumns what the columns of the file suggest */
  read(value: unknown, byColumns: InteractionType): InteractionType {
    if (value === undefined || value === null || value === '') return this.fallback ?? byColumns
    const word = plain(String(value))
    const type = this.own.get(word) ?? KNOWN.get(word)
    if (type) return type
    throw new BadRow(
      `${quoted(value)} is no known kind of event; say what it is with --type ${word || 'WORD'}=VIEW (or ${TYPES.slice(1).join(', ')})`,
    )
  }
}

/** The type of that name; undefined where there is none. */
export const eventType = (name: string): InteractionType | undefined =>
  TYPES.find((type) => type === name.toUpperCase())

export { TYPES as EVENT_TYPES }
