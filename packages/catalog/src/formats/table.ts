/** One row of a file, before its cells are understood. */
export interface Row {
  /** Where it begins: a line of the file from 1, or a record's number where the format has no lines. */
  readonly line: number
  /** Cells by column; undefined where a record lacks the key. */
  readonly values: readonly unknown[]
  /** Why the row cannot be used, in words that follow "file, line n: ". */
  readonly fault?: string
}

/** A file as columns and rows. */
export interface Table {
  /** Grows while rows are read where each record names its own keys (JSON, XML). */
  readonly columns: readonly string[]
  /** What `Row.line` counts. */
  readonly unit: 'line' | 'record' | 'row'
  /**
   * Streams the rows, once, in pieces of about a thousand.
   *
   * @throws UserFacingError when nothing after some point can be read
   */
  pieces(): AsyncIterable<readonly Row[]>
}

/** Bytes of the file read so far, compressed as they lie on the disk. */
export type OnBytes = (bytes: number) => void

export const ROWS_A_PIECE = 1000

/** Columns of records that name their keys themselves: the index of each key, new ones added at the end. */
export class KeyedColumns {
  readonly names: string[] = []
  private readonly indexes = new Map<string, number>()

  /** The record's values by column. */
  valuesOf(record: object): unknown[] {
    const values: unknown[] = []
    for (const [key, value] of Object.entries(record)) values[this.indexOf(key)] = value
    return values
  }

  indexOf(key: string): number {
    let index = this.indexes.get(key)
    if (index === undefined) {
      index = this.names.push(key) - 1
      this.indexes.set(key, index)
    }
    return index
  }
}
