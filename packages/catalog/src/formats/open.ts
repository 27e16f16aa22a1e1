import { openJson } from './json.ts'
import { openJsonLines } from './json-lines.ts'
import { openMerchantXml } from './merchant-xml.ts'
import { openParquet } from './parquet.ts'
import { openSeparated } from './separated.ts'
import type { Shape } from './shape.ts'
import type { Table } from './table.ts'
import type { TextOptions } from './text.ts'

/**
 * Opens a file of a known shape.
 *
 * @throws UserFacingError naming file, line and reason
 */
export async function openTable(path: string, shape: Shape, options: TextOptions = {}): Promise<Table> {
  switch (shape.format) {
    case 'separated':
      return openSeparated(path, { ...shape, ...options, encoding: options.encoding ?? shape.encoding })
    case 'json-lines':
      return openJsonLines(path, options)
    case 'json':
      return openJson(path, options)
    case 'xml':
      return openMerchantXml(path, options)
    case 'parquet':
      return openParquet(path, options.onBytes)
  }
}
