import { asyncBufferFromFile, parquetScan } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { UserFacingError } from '@trifold/model/errors'
import { ROWS_A_PIECE, type OnBytes, type Row, type Table } from './table.ts'

/**
 * Opens a Parquet file. One row group is in memory at a time: what a writer puts into a group (a million rows at most,
 * unless told otherwise) bounds the memory, not the length of the file.
 *
 * @param onBytes told as if every row took the same share of the file
 * @throws UserFacingError when the file is damaged or uses what the reader does not know
 */
export async function openParquet(path: string, onBytes: OnBytes = () => {}): Promise<Table> {
  const file = await asyncBufferFromFile(path)
  const scan = await parquetScan({ file, compressors }).catch((error: Error) => {
    throw new UserFacingError(`${path}: the Parquet file cannot be read: ${error.message}.`, { cause: error })
  })
  const total = Number(scan.metadata.num_rows)
  const columns = topLevelColumns(scan.metadata.schema)
  async function* pieces(): AsyncGenerator<Row[]> {
    for (const { rowStart, rowEnd } of scan.ranges) {
      const data = await Promise.all(columns.map((column) => scan.readColumn({ column, rowStart, rowEnd }))).catch(
        (error: Error) => {
          throw new UserFacingError(`${path}, rows ${rowStart + 1} to ${rowEnd}: ${error.message}.`, { cause: error })
        },
      )
      for (let first = rowStart; first < rowEnd; first += ROWS_A_PIECE) {
        const rows: Row[] = []
        const end = Math.min(first + ROWS_A_PIECE, rowEnd)
        for (let row = first; row < end; row++) {
          rows.push({ line: row + 1, values: data.map((column) => column[row - rowStart]) })
        }
        yield rows
        onBytes((end / total) * file.byteLength)
      }
    }
  }
  return { columns, unit: 'row', pieces }
}

/** The schema is a tree, written down depth first; its root comes first. */
function topLevelColumns(schema: readonly { name: string; num_children?: number }[]): string[] {
  const names: string[] = []
  let at = 1
  const skip = (): void => {
    for (let children = schema[at++]!.num_children ?? 0; children > 0; children--) skip()
  }
  while (at < schema.length) {
    names.push(schema[at]!.name)
    skip()
  }
  return names
}
