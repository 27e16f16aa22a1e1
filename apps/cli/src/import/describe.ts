import type { CatalogContents, ImportReport, PlannedFile } from '@trifold/catalog'

const number = (value: number) => value.toLocaleString('en-US')
const count = (value: number, what: string) => `${number(value)} ${what}${value === 1 ? '' : 's'}`

/** "2 events, 1 new user, 2 new items (3 changed); features: image of 2 items" */
export function describeReport({ tally, badRows }: ImportReport): string {
  const { items, users, events, itemsFromEvents, features } = tally
  const changed = (updated: number) => (updated > 0 ? ` (${number(updated)} changed)` : '')
  const parts = [
    count(events.recorded, 'event'),
    `${count(users.created, 'new user')}${changed(users.updated)}`,
    `${count(items.created + itemsFromEvents, 'new item')}${changed(items.updated)}`,
  ]
  const vectors = Object.entries(features).map(([name, present]) => `${name} of ${count(present, 'item')}`)
  const bad = badRows.count > 0 ? `; ${count(badRows.count, 'bad row')}` : ''
  return parts.join(', ') + (vectors.length > 0 ? `; features: ${vectors.join(', ')}` : '') + bad
}

/** What `--replace` takes out. */
export function describeContents({ items, users, interactions, vectors }: CatalogContents): string {
  return [
    count(items, 'item'),
    count(users, 'user'),
    count(interactions, 'event'),
    count(vectors, 'feature vector'),
  ].join(', ')
}

/** A file, what its columns stand for, and its first rows as they are understood. */
export function describeFile({ path, shape, kind, mapping }: PlannedFile, rows: readonly (object | string)[]): string {
  const width = Math.max(...mapping.columns.map(({ column }) => column.length))
  const columns = mapping.columns.map(({ column, field }) => `  ${column.padEnd(width)}  ->  ${field}`)
  const first = rows.map((row) => `  ${typeof row === 'string' ? `bad: ${row}` : JSON.stringify(row, withoutNulls)}`)
  return [`${path} (${shape.name}, ${kind})`, ...columns, '  first rows:', ...first].join('\n')
}

const withoutNulls = (_key: string, value: unknown) => value ?? undefined
