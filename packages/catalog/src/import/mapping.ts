import { basename } from 'node:path'
import { UserFacingError } from '@trifold/model/errors'
import type { Kind } from '../formats/index.ts'
import { aliasesOf, fieldsOf, plainHeader } from './fields.ts'

/** What the caller says about columns: `sku` -> `id`. `attribute` and `ignore` are taken besides the fields of a kind. */
export type GivenMap = Readonly<Record<string, string>>

export interface MappedColumn {
  readonly column: string
  readonly index: number
  /** A field of the kind, `attribute` (kept by its name) or `ignored`. */
  readonly field: string
}

/**
 * Finds out what the columns of a file stand for. Columns of files whose records name their own keys may be added
 * later: `update` maps what is new.
 */
export class Mapping {
  readonly columns: MappedColumn[] = []
  private readonly byField = new Map<string, number>()

  constructor(
    readonly kind: Kind,
    private readonly names: readonly string[],
    private readonly given: GivenMap,
  ) {
    this.update()
  }

  /** Index of the column of a field; -1 where the file has none. */
  indexOf(field: string): number {
    return this.byField.get(field) ?? -1
  }

  has(field: string): boolean {
    return this.byField.has(field)
  }

  /** Maps columns that were added since. */
  update(): void {
    if (this.columns.length === this.names.length) return
    // better aliases first, whatever the order of the columns, but a column that is mapped stays
    const fresh = this.names.map((_, index) => index).slice(this.columns.length)
    const found = new Map<number, string>()
    for (const index of fresh) {
      const field = this.given[this.names[index]!]
      if (field) this.take(found, index, field)
    }
    for (const field of fieldsOf(this.kind)) {
      if (this.byField.has(field)) continue
      const isFree = (index: number) => !found.has(index)
      const alias = aliasesOf(this.kind, field)
      const best = fresh
        .filter((index) => isFree(index) && alias.includes(plainHeader(this.names[index]!)))
        .sort((a, b) => alias.indexOf(plainHeader(this.names[a]!)) - alias.indexOf(plainHeader(this.names[b]!)))[0]
      if (best !== undefined) this.take(found, best, field)
    }
    const rest = this.kind === 'events' ? 'ignored' : 'attribute'
    for (const index of fresh) {
      const column = this.names[index]!
      this.columns.push({ column, index, field: found.get(index) ?? (column === '' ? 'ignored' : rest) })
    }
  }

  private take(found: Map<number, string>, index: number, field: string): void {
    if (field === 'ignore') found.set(index, 'ignored')
    else found.set(index, field)
    if (field !== 'ignore' && field !== 'attribute') this.byField.set(field, index)
  }
}

/**
 * Guesses what a file lists: events name a user and an item, items an item, users a user.
 *
 * @param columns known from the header or the first records
 * @throws UserFacingError that names the columns, where nothing fits
 */
export function guessKind(path: string, columns: readonly string[], given: GivenMap): Kind {
  const finds = (kind: Kind, field: string) =>
    columns.some(
      (column) => given[column] === field || (!given[column] && aliasesOf(kind, field).includes(plainHeader(column))),
    )
  if (finds('events', 'user') && finds('events', 'item')) return 'events'
  const name = basename(path).toLowerCase()
  const isUsers = /^(users?|customers?|members?|visitors?|shoppers?)\b/.test(name)
  if (isUsers && finds('users', 'id')) return 'users'
  if (finds('items', 'id')) return 'items'
  if (finds('users', 'id')) return 'users'
  throw new UserFacingError(
    `${path}: none of the columns ${columns.map((column) => `"${column}"`).join(', ')} looks like the id of an item or ` +
      'a user; say which one is with --map COLUMN=id (or =user and =item for events).',
  )
}

/**
 * Checks what the caller says about columns, once the kind is known.
 *
 * @throws UserFacingError for a field that the kind does not have
 */
export function checkGivenMap(path: string, kind: Kind, columns: readonly string[], given: GivenMap): void {
  const allowed = [...fieldsOf(kind), ...(kind === 'events' ? [] : ['attribute']), 'ignore']
  for (const column of columns) {
    const field = given[column]
    if (field !== undefined && !allowed.includes(field)) {
      throw new UserFacingError(
        `${path}: ${kind} have no field "${field}" for the column "${column}"; they have ${allowed.join(', ')}.`,
      )
    }
  }
}

/** @throws UserFacingError for the first required field that no column stands for */
export function requireFields(path: string, mapping: Mapping, fields: readonly string[]): void {
  const missing = fields.find((field) => !mapping.has(field))
  if (missing === undefined) return
  const columns = mapping.columns.map(({ column }) => `"${column}"`).join(', ')
  throw new UserFacingError(
    `${path}: no column is the ${missing} of the ${mapping.kind} (there are ${columns}); name it with --map COLUMN=${missing}.`,
  )
}
