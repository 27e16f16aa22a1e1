import { refusal, type UserError } from '../errors/refusal.ts'
import { shorten } from '../ids.ts'
import { externalIdFault } from './identity.ts'
import { jsonFault, textFault } from './text.ts'

/** An item as a caller gives it: absent keeps, null clears. */
export interface ItemFields {
  readonly externalId: string
  readonly title?: string | null
  readonly description?: string | null
  readonly category?: string | null
  readonly imageUrl?: string | null
  readonly priceMinor?: number | null
  readonly currency?: string | null
  readonly stock?: number | null
  readonly isAvailable?: boolean | null
  readonly attributes?: unknown
}

const LONGEST = { title: 500, description: 20_000, category: 200, imageUrl: 2000 } as const
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

/** What is wrong with row `index` of a batch; null where nothing is. `known` is whether the item exists already. */
export function itemFault(row: ItemFields, index: number, known: boolean): UserError | null {
  const at = (field: keyof ItemFields, message: string) => refusal('INVALID_INPUT', message, ['items', index, field])
  const idFault = externalIdFault(row.externalId)
  if (idFault) return at('externalId', `The external id ${idFault}.`)
  if (row.title === '' || row.title === null || (row.title === undefined && !known)) {
    return at(
      'title',
      known ? 'A title cannot be empty.' : `The item "${shorten(row.externalId)}" is new and needs a title.`,
    )
  }
  for (const field of ['title', 'description', 'category', 'imageUrl'] as const) {
    const text = row[field]
    if (typeof text !== 'string') continue
    if (text.length > LONGEST[field]) return at(field, `It is longer than ${LONGEST[field]} characters.`)
    const fault = textFault(text)
    if (fault) return at(field, `It ${fault}.`)
  }
  if (row.imageUrl && !isImageUrl(row.imageUrl))
    return at('imageUrl', 'It must be an http(s) URL or a path that begins with one "/".')
  if ((row.priceMinor ?? null) === null ? (row.currency ?? null) !== null : (row.currency ?? null) === null) {
    return at(row.priceMinor ? 'currency' : 'priceMinor', 'A price needs both priceMinor and currency.')
  }
  if (typeof row.priceMinor === 'number' && row.priceMinor < 0) return at('priceMinor', 'A price cannot be negative.')
  if (typeof row.currency === 'string' && !CURRENCIES.has(row.currency)) {
    return at('currency', `"${shorten(row.currency)}" is not an ISO 4217 code.`)
  }
  if (typeof row.stock === 'number' && row.stock < 0) return at('stock', 'Stock cannot be negative.')
  const attributesAreWrong = attributesFault(row.attributes)
  return attributesAreWrong ? at('attributes', attributesAreWrong) : null
}

function attributesFault(attributes: unknown): string | null {
  if (attributes === undefined || attributes === null) return null
  if (typeof attributes !== 'object' || Array.isArray(attributes)) return 'Attributes must be an object.'
  const fault = jsonFault(attributes)
  if (fault) return `Something in it ${fault}.`
  return JSON.stringify(attributes).length > 20_000 ? 'Attributes take more than 20000 characters of JSON.' : null
}

/** Anything else (`javascript:`, `//host`, a `data:` page) has no place in the `src` of a picture. */
function isImageUrl(text: string): boolean {
  if (text.startsWith('/')) return !text.startsWith('//') && !text.startsWith('/\\')
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}
