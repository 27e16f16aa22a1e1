import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { CsvError, parse } from 'csv-parse'
import { UserFacingError } from '@trifold/model/errors'

export interface ItemText {
  readonly title: string
  readonly description: string
}

interface CsvRow {
  readonly record: string[]
  /** `lines`: the line on which the record ends. */
  readonly info: { readonly lines: number }
}

/** Names under which the columns are looked for, best first; letter case does not matter. */
const TITLE = ['title', 'movie title', 'name']
const DESCRIPTION = ['description', 'summary', 'plot', 'overview']
const RECORD_LIMIT_BYTES = 1 << 20

/**
 * Reads titles and descriptions from an `items.csv` (RFC 4180, header line). Its rows are the items in order: row n
 * after the header is item n.
 *
 * @returns undefined when there is no such file
 * @throws UserFacingError naming file, line and reason
 */
export async function readItemTexts(path: string): Promise<ItemText[] | undefined> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  )
  if (!exists) return undefined
  const parser = parse({ bom: true, info: true, max_record_size: RECORD_LIMIT_BYTES, skip_empty_lines: true })
  const source = createReadStream(path)
  source.on('error', (error) => parser.destroy(error))
  const texts: ItemText[] = []
  let columns: { title: number; description: number } | undefined
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<CsvRow>) {
      if (!columns) {
        columns = findColumns(path, record)
        continue
      }
      const title = record[columns.title]!.trim()
      const description = columns.description < 0 ? '' : record[columns.description]!.trim()
      const fault =
        title === '' ? 'the title is empty' : `${title}${description}`.includes('\0') && 'it holds a NUL character'
      if (fault) throw new UserFacingError(`${path}, line ${info.lines}: ${fault}.`)
      texts.push({ title, description })
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UserFacingError(`${path}: ${sentence(error.message)}`, { cause: error })
    throw error
  } finally {
    source.destroy()
  }
  if (!columns) throw new UserFacingError(`${path}: the file is empty; it must start with a header line.`)
  return texts
}

function findColumns(path: string, header: string[]): { title: number; description: number } {
  const names = header.map((name) => name.trim().toLowerCase())
  const find = (wanted: readonly string[]) => names.indexOf(wanted.find((name) => names.includes(name)) ?? '\0')
  const title = find(TITLE)
  if (title < 0) throw new UserFacingError(`${path}, line 1: ${basename(path)} has no column "title".`)
  return { title, description: find(DESCRIPTION) }
}

/** The parser's messages read "Invalid Record Length: columns length is 3, got 2 on line 5". */
const sentence = (message: string) => `${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\.$/, '')}.`
