import { Readable } from 'node:stream'
import chain from 'stream-chain'
import { parser } from 'stream-json'
import { pick } from 'stream-json/filters/pick.js'
import { streamArray } from 'stream-json/streamers/stream-array.js'
import { UserFacingError } from '@trifold/model/errors'
import { recordRow } from './json-lines.ts'
import { KeyedColumns, ROWS_A_PIECE, type Row, type Table } from './table.ts'
import { readText, type TextOptions } from './text.ts'

/** Keys under which a document that is an object keeps its array of records. */
export const ARRAY_KEYS = /^(items|products|events|interactions|users|records|rows|data|hits|results)$/

/**
 * Opens a JSON document: an array of objects, or an object that holds one under a usual key. Streamed, so its size does
 * not matter.
 */
export function openJson(path: string, options: TextOptions): Table {
  const columns = new KeyedColumns()
  async function* pieces(): AsyncGenerator<Row[]> {
    const source = readText(path, options)
    const first = await source.next()
    const isObject = !first.done && first.value.trimStart().startsWith('{')
    async function* text(): AsyncGenerator<string> {
      if (!first.done) yield first.value
      yield* source
    }
    const tokens = { packValues: true, streamValues: false }
    const stages = isObject ? [pick({ filter: ARRAY_KEYS, once: true }), streamArray()] : [streamArray()]
    const records = chain([Readable.from(text()), parser(tokens), ...stages] as Parameters<typeof chain>[0])
    let rows: Row[] = []
    let read = 0
    try {
      for await (const { value } of records as AsyncIterable<{ value: unknown }>) {
        rows.push({ line: ++read, ...recordRow(value, columns) })
        if (rows.length < ROWS_A_PIECE) continue
        yield rows
        rows = []
      }
    } catch (error) {
      if (error instanceof UserFacingError) throw error
      const what = read === 0 ? 'it is not an array of JSON objects' : `after record ${read} it is not JSON any more`
      throw new UserFacingError(`${path}: ${what} (${(error as Error).message}).`, { cause: error })
    } finally {
      records.destroy()
    }
    if (rows.length > 0) yield rows
  }
  return { columns: columns.names, unit: 'record', pieces }
}
