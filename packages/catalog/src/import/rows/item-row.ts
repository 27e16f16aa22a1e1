import type { Row } from '../../formats/index.ts'
import { isRecBoleList, recBoleName, type ItemField } from '../fields.ts'
import type { MappedColumn, Mapping } from '../mapping.ts'
import {
  BadRow,
  checkText,
  isBlank,
  readCategories,
  readFlag,
  readId,
  readImageUrl,
  readPrice,
  readStock,
  readText,
} from '../values/index.ts'

/** An item as the catalog keeps it: what is absent stays as it is, null clears. */
export interface ItemRow {
  readonly line: number
  readonly id: string
  readonly title?: string
  readonly description?: string
  readonly category?: string | null
  readonly imageUrl?: string | null
  readonly priceMinor?: number | null
  readonly currency?: string | null
  readonly stock?: number | null
  readonly isAvailable?: boolean
  /** Merged into those that are there; null removes one. */
  readonly attributes: Readonly<Record<string, unknown>>
}

const LONGEST_TITLE = 500
const LONGEST_DESCRIPTION = 20_000
/** As in the API, in characters of JSON. */
const LONGEST_ATTRIBUTES = 20_000
const DEEPEST = 40

/** Reads rows of items. @param currency of prices that name none */
export function itemReader(mapping: Mapping, currency: string | undefined): (row: Row) => ItemRow {
  return ({ line, values }) => {
    const cell = (field: ItemField) => values[mapping.indexOf(field)]
    const isGiven = (field: ItemField) => cell(field) !== undefined
    const categories = isGiven('category') ? categoriesOf(mapping, cell('category')) : undefined
    const price = isGiven('price')
      ? readPrice(cell('price'), isBlank(cell('currency')) ? currency : cell('currency'))
      : undefined
    const available = readFlag(cell('available'), 'availability')
    const hidden = readFlag(cell('hidden'), 'hidden flag')
    return {
      line,
      id: readId(cell('id'), 'item id'),
      ...(isGiven('title') && { title: titleOf(cell('title')) }),
      ...(isGiven('description') && {
        description: readText(cell('description'), 'description', LONGEST_DESCRIPTION) ?? '',
      }),
      ...(categories && { category: categories[0] ?? null }),
      ...(isGiven('image') && { imageUrl: readImageUrl(cell('image')) }),
      ...(price !== undefined && { priceMinor: price?.minor ?? null, currency: price?.currency ?? null }),
      ...(isGiven('stock') && { stock: readStock(cell('stock')) }),
      ...(available !== null && { isAvailable: available }),
      ...(hidden !== null && { isAvailable: !hidden }),
      attributes: {
        ...attributesOf(mapping.columns, values),
        ...(categories && categories.length > 1 && { categories }),
      },
    }
  }
}

function titleOf(value: unknown): string {
  const title = readText(value, 'title', LONGEST_TITLE)
  if (title === null) throw new BadRow('the title is empty')
  return title
}

/** Amazon and RecBole list the levels of one path; "genres" and "categories" elsewhere are several categories. */
function categoriesOf(mapping: Mapping, value: unknown): string[] {
  const { column } = mapping.columns[mapping.indexOf('category')]!
  if (isRecBoleList(column) && typeof value === 'string') return readCategories(value.split(' '))
  const isAmazon = mapping.columns.some((each) => /^(parent_)?asin$/.test(each.column))
  return readCategories(value, isAmazon)
}

/** Every other column by its name; an empty cell is null, which removes the attribute. */
export function attributesOf(columns: readonly MappedColumn[], values: readonly unknown[]): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const { column, index, field } of columns) {
    const value = values[index]
    if (field !== 'attribute' || value === undefined) continue
    attributes[recBoleName(column)] = isBlank(value) ? null : attributeOf(column, value)
  }
  checkTexts(attributes)
  const json = JSON.stringify(attributes)
  if (json.length > LONGEST_ATTRIBUTES) {
    throw new BadRow(
      `the attributes take more than ${LONGEST_ATTRIBUTES} characters; leave one out with --map COLUMN=ignore`,
    )
  }
  return attributes
}

function attributeOf(column: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array)
    throw new BadRow(`the column "${column}" holds bytes; leave it out with --map "${column}=ignore"`)
  if (typeof value === 'string') return isRecBoleList(column) ? value.trim().split(/\s+/) : value.trim()
  return typeof value === 'object' ? JSON.parse(JSON.stringify(value, withoutBigInt)) : value
}

const withoutBigInt = (_key: string, value: unknown) =>
  typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)) : value

function checkTexts(value: unknown, depth = 0): void {
  if (typeof value === 'string') checkText(value, 'row')
  if (typeof value !== 'object' || value === null) return
  if (depth === DEEPEST) throw new BadRow(`an attribute is nested deeper than ${DEEPEST} levels`)
  for (const [key, inner] of Object.entries(value)) {
    checkText(key, 'row')
    checkTexts(inner, depth + 1)
  }
}
