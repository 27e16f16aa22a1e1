import { type UserError, userError } from '../errors/index.ts'
import { externalIdError, jsonError, shorten, textError } from '../input/index.ts'

/** An item as a caller gives it. On a change an absent field stays as it is, and null clears it. */
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

const MAX_LENGTHS = { title: 500, description: 20_000, category: 200, imageUrl: 2000 } as const
const TEXT_FIELDS = Object.keys(MAX_LENGTHS) as (keyof typeof MAX_LENGTHS)[]
const MAX_ATTRIBUTES = 20_000
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

/** The first error in row `index` of a batch, or null. */
export function itemFieldsError(row: ItemFields, index: number, isNew: boolean): UserError | null {
  const at = (field: keyof ItemFields, message: string) => userError('INVALID_INPUT', message, ['items', index, field])
  const idError = externalIdError(row.externalId)
  if (idError) return at('externalId', `The external id ${idError}.`)
  if (isNew && !row.title) return at('title', `The item "${shorten(row.externalId)}" is new and needs a title.`)
  if (row.title === '' || row.title === null) return at('title', 'A title cannot be empty.')
  for (const field of TEXT_FIELDS) {
    const text = row[field]
    if (typeof text !== 'string') continue
    if (text.length > MAX_LENGTHS[field]) return at(field, `It is longer than ${MAX_LENGTHS[field]} characters.`)
    const error = textError(text)
    if (error) return at(field, `It ${error}.`)
  }
  if (row.imageUrl && !isImageUrl(row.imageUrl)) {
    return at('imageUrl', 'It must be an http(s) URL or a path that begins with one "/".')
  }
  const hasPrice = typeof row.priceMinor === 'number'
  const hasCurrency = typeof row.currency === 'string'
  if (hasPrice !== hasCurrency) {
    return at(hasPrice ? 'currency' : 'priceMinor', 'A price needs both priceMinor and currency.')
  }
  if (hasPrice && Number(row.priceMinor) < 0) return at('priceMinor', 'A price cannot be negative.')
  if (typeof row.currency === 'string' && !CURRENCIES.has(row.currency)) {
    return at('currency', `"${shorten(row.currency)}" is not an ISO 4217 code.`)
  }
  if (typeof row.stock === 'number' && row.stock < 0) return at('stock', 'Stock cannot be negative.')
  const invalidAttributes = attributesError(row.attributes)
  return invalidAttributes ? at('attributes', invalidAttributes) : null
}

function attributesError(attributes: unknown): string | null {
  if (attributes === undefined || attributes === null) return null
  if (typeof attributes !== 'object' || Array.isArray(attributes)) return 'Attributes must be an object.'
  const error = jsonError(attributes)
  if (error) return `A value in it ${error}.`
  const isTooLong = JSON.stringify(attributes).length > MAX_ATTRIBUTES
  return isTooLong ? `Attributes take more than ${MAX_ATTRIBUTES} characters of JSON.` : null
}

/** Other URLs (`javascript:`, `//host`, `data:`) must not reach the `src` of a picture. */
function isImageUrl(text: string): boolean {
  if (text.startsWith('/')) return !text.startsWith('//') && !text.startsWith('/\\')
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}
