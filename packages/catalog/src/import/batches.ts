/**
 * Collects rows and hands them on in batches: while the database works on one, the next is read. At most two batches
 * are in memory.
 */
export class Batches<T> {
  private rows: T[] = []
  private writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly size: number,
    private readonly write: (rows: readonly T[]) => Promise<void>,
  ) {}

  /** @returns whether a batch is full, so that `flush` is due */
  push(row: T): boolean {
    return this.rows.push(row) >= this.size
  }

  /** Waits for the batch before, then starts to write what is there. */
  async flush(): Promise<void> {
    await this.writing
    const rows = this.rows
    this.rows = []
    if (rows.length > 0) this.writing = this.write(rows)
    this.writing.catch(() => {}) // thrown where it is awaited
  }

  /** Writes the rest and waits for it. */
  async end(): Promise<void> {
    await this.flush()
    await this.writing
  }

  /** Waits until nothing is being written, however that ends: the connection is free again. */
  async settled(): Promise<void> {
    await this.writing.catch(() => {})
  }
}
