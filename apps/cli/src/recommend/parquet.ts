import type { SchemaElement } from 'hyparquet'
import { fileError } from '@trifold/model/errors'
import type { RankedList } from './ranked-lists.ts'
import { partColumns, partValues } from './text.ts'

/** Rows that are kept in memory and written together. */
const ROW_GROUP = 50_000

/** The columns of `text.ts`, one row an entry. */
export interface ParquetLists {
  write(lists: readonly RankedList[]): void
  end(): void
}

/** @throws UserFacingError when the file cannot be written */
export async function openParquet(path: string, modalities?: readonly string[]): Promise<ParquetLists> {
  const { fileWriter, ParquetWriter } = await import('hyparquet-writer')
  const values = ['score', ...(modalities ? partColumns(modalities) : [])]
  const column = (name: string, type: SchemaElement): SchemaElement => ({ ...type, name, repetition_type: 'REQUIRED' })
  const text: SchemaElement = { name: '', type: 'BYTE_ARRAY', converted_type: 'UTF8' }
  const schema = [
    { name: 'lists', num_children: 3 + values.length },
    column('user', text),
    column('rank', { name: '', type: 'INT32' }),
    column('item', text),
    ...values.map((name) => column(name, { name: '', type: 'DOUBLE' })),
  ]
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw fileError(path, error)
    }
  }
  const writer = attempt(() => new ParquetWriter({ writer: fileWriter(path), schema }))
  let rows = emptyRows(values.length)
  const flush = () => {
    if (rows.users.length === 0) return
    const columnData = [
      { name: 'user', data: rows.users },
      { name: 'rank', data: rows.ranks },
      { name: 'item', data: rows.items },
      ...values.map((name, n) => ({ name, data: rows.values[n] ?? [] })),
    ]
    attempt(() => void writer.write({ columnData, rowGroupSize: ROW_GROUP }))
    rows = emptyRows(values.length)
  }
  return {
    write(lists) {
      for (const { user, entries } of lists) {
        for (const [n, { item, score, parts }] of entries.entries()) {
          rows.users.push(user)
          rows.ranks.push(n + 1)
          rows.items.push(item)
          const numbers = [score, ...(parts ? partValues(parts, modalities ?? []) : [])]
          numbers.forEach((value, column) => rows.values[column]?.push(value))
        }
        if (rows.users.length >= ROW_GROUP) flush()
      }
    },
    end() {
      flush()
      attempt(() => void writer.finish())
    },
  }
}

function emptyRows(columns: number) {
  const numbers = (): number[] => []
  return {
    users: [] as string[],
    ranks: numbers(),
    items: [] as string[],
    values: Array.from({ length: columns }, numbers),
  }
}
