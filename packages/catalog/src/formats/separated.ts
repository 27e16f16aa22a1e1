import { CsvError, parse, type Info } from 'csv-parse'
import { UserFacingError } from '@trifold/model/errors'
import { LONGEST_LINE, LongLineCutter } from './long-lines.ts'
import type { Row, Table } from './table.ts'
import { readText, type TextOptions } from './text.ts'

export interface SeparatedOptions extends TextOptions {
  readonly separator: string
  /** Whether `"` encloses cells; in some shapes it is an ordinary character. */
  readonly hasQuotes: boolean
  /** Names of the columns where the file has no header. */
  readonly columns?: readonly string[]
}

const SEPARATORS = [',', ';', '\t', '|'] as const
/** A record of several lines, in characters. */
const LONGEST_RECORD = 4 * LONGEST_LINE

/** The separator that the header uses most, outside quotes. */
export function guessSeparator(text: string): string {
  const header = text.split(/\r?\n|\r/, 1)[0]!.replace(/"[^"]*"/g, '')
  const count = (separator: string) => header.split(separator).length
  return SEPARATORS.reduce((best, each) => (count(each) > count(best) ? each : best))
}

/**
 * Opens a file of separated values: RFC 4180 with any separator, with quotes in the middle of a cell taken as they are.
 * Rows of another length than the header carry a fault.
 *
 * @throws UserFacingError for a file that is empty, or whose header names a column twice
 */
export async function openSeparated(path: string, options: SeparatedOptions): Promise<Table> {
  const pieces = parseRows(path, options)
  if (options.columns)
    return { columns: options.columns, unit: 'line', pieces: () => checked(pieces, options.columns!) }
  const first = await pieces.next()
  if (first.done || first.value.length === 0) {
    throw new UserFacingError(`${path}: the file is empty; it must start with a header line.`)
  }
  const columns = first.value[0]!.values.map((name) => String(name).trim())
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index)
  if (twice !== undefined) {
    await pieces.return(undefined)
    throw new UserFacingError(`${path}, line 1: the header names the column "${twice}" twice; rename one of them.`)
  }
  async function* rest(): AsyncGenerator<Row[]> {
    yield (first.value as Row[]).slice(1)
    yield* pieces
  }
  return { columns, unit: 'line', pieces: () => checked(rest(), columns) }
}

async function* checked(pieces: AsyncGenerator<Row[]>, { length }: readonly string[]): AsyncGenerator<Row[]> {
  for await (const rows of pieces) {
    yield rows.map((row) => {
      const surplus = row.values.slice(length)
      if (row.fault || (row.values.length >= length && surplus.every((cell) => cell === ''))) return row
      const columns = `${row.values.length} ${row.values.length === 1 ? 'column' : 'columns'}`
      return { ...row, fault: `the row has ${columns} where the header has ${length}` }
    })
  }
}

async function* parseRows(path: string, options: SeparatedOptions): AsyncGenerator<Row[]> {
  const cutter = new LongLineCutter()
  let rows: Row[] = []
  const lines = new LineNumbers()
  const parser = parse({
    delimiter: options.separator,
    quote: options.hasQuotes ? '"' : null,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
    // rows are collected here, not passed on one by one through the stream, which would take as long again
    on_record: (values: string[], info: Info) => {
      const { first, last } = lines.of(values, info.lines)
      const isCut = cutter.cut.size > 0 && range(first, last).some((each) => cutter.cut.has(each))
      rows.push({ line: first, values, ...(isCut && { fault: `the line is longer than ${LONGEST_LINE} characters` }) })
      return null
    },
  })
  let failure: unknown
  parser.on('error', (error) => (failure ??= error))
  const push = (text: string) => new Promise<void>((resolve) => parser.write(text, () => resolve()))
  try {
    for await (const text of cutter.pass(readText(path, options))) {
      await push(text)
      if (rows.length > 0) yield rows
      rows = []
      if (failure) throw sentenceOf(path, failure, lines.last)
    }
    await new Promise<void>((resolve) => parser.once('close', resolve).resume().end())
    if (rows.length > 0) yield rows
    if (failure) throw sentenceOf(path, failure, lines.last)
  } finally {
    parser.destroy()
  }
}

/** Lines of the file by the parser's count, which is of the end of a record and takes CRLF inside quotes for two. */
class LineNumbers {
  last = 0
  private surplus = 0

  of(values: readonly string[], counted: number): { first: number; last: number } {
    const before = this.last
    this.last = counted - this.surplus
    if (this.last - before === 1) return { first: this.last, last: this.last }
    const breaks = values.flatMap((value) => value.match(/\r\n|\n|\r/g) ?? [])
    const pairs = breaks.filter((each) => each === '\r\n').length
    this.surplus += pairs
    this.last -= pairs
    return { first: this.last - breaks.length, last: this.last }
  }
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

function sentenceOf(path: string, error: unknown, lastLine: number): unknown {
  if (!(error instanceof CsvError)) return error
  const place = `${path}, line ${lastLine + 1}`
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') {
    return new UserFacingError(`${place}: a quote is opened in this row and never closed.`, { cause: error })
  }
  return new UserFacingError(`${place}: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}.`, {
    cause: error,
  })
}
