import { LONGEST_LINE, LongLineCutter, splitLines } from './long-lines.ts'
import { KeyedColumns, ROWS_A_PIECE, type Row, type Table } from './table.ts'
import { readText, type TextOptions } from './text.ts'

/** Opens a file of one JSON object a line. A line that is none carries a fault. */
export function openJsonLines(path: string, options: TextOptions): Table {
  const columns = new KeyedColumns()
  async function* pieces(): AsyncGenerator<Row[]> {
    const cutter = new LongLineCutter()
    let rows: Row[] = []
    let line = 0
    for await (const text of splitLines(cutter.pass(readText(path, options)))) {
      line++
      if (text.trim() === '') continue
      if (cutter.cut.has(line)) {
        rows.push({ line, values: [], fault: `the line is longer than ${LONGEST_LINE} characters` })
      } else {
        rows.push({ line, ...parseRecord(text, columns) })
      }
      if (rows.length < ROWS_A_PIECE) continue
      yield rows
      rows = []
    }
    if (rows.length > 0) yield rows
  }
  return { columns: columns.names, unit: 'line', pieces }
}

function parseRecord(text: string, columns: KeyedColumns): Omit<Row, 'line'> {
  let record: unknown
  try {
    record = JSON.parse(text)
  } catch (error) {
    const hint = /^\{\s*'/.test(text) ? ' (keys and strings need double quotes, not single ones)' : ''
    return { values: [], fault: `it is not JSON: ${(error as Error).message}${hint}` }
  }
  return recordRow(record, columns)
}

/** A record of a JSON document as a row. */
export function recordRow(record: unknown, columns: KeyedColumns): Omit<Row, 'line'> {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return { values: [], fault: 'it is not a JSON object with a key for each column' }
  }
  return { values: columns.valuesOf(record) }
}
