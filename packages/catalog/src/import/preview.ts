import type { ImportOptions } from './import-files.ts'
import type { PlannedFile } from './plan.ts'
import { eventReader, itemReader, userReader } from './rows/index.ts'
import { BadRow, EventTypes } from './values/index.ts'

const ROWS = 3

/** The first rows of a file as the catalog would keep them; a sentence in place of a bad one. */
export function previewRows({ kind, mapping, firstRows }: PlannedFile, options: ImportOptions): (object | string)[] {
  const types = new EventTypes(options.types, options.type)
  const read =
    kind === 'items'
      ? itemReader(mapping, options.currency)
      : kind === 'users'
        ? userReader(mapping)
        : eventReader(mapping, types, Date.now() / 1000)
  return firstRows.slice(0, ROWS).map((row) => {
    if (row.fault !== undefined) return row.fault
    try {
      return read(row)
    } catch (error) {
      if (error instanceof BadRow) return error.message
      throw error
    }
  })
}
