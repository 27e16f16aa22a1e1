// Rows in the format of COPY ... (FORMAT binary), https://www.postgresql.org/docs/18/sql-copy.html: no text to print
// and parse, no escaping, vectors as they lie in memory.

const SIGNATURE = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])
const END_OF_ROWS = -1
const NULL_LENGTH = -1
/** Postgres counts time from the year 2000. */
const POSTGRES_EPOCH_SECONDS = 946_684_800
const JSONB_VERSION = 1

/** Writes rows field by field into a buffer that is handed on, piece by piece, to COPY. */
export class BinaryCopyWriter {
  private buffer = Buffer.allocUnsafe(1 << 16)
  private length = 0

  constructor() {
    this.length = SIGNATURE.copy(this.buffer)
  }

  /** Starts a row of so many fields; each must then be written, in the order of the columns. */
  row(fields: number): this {
    this.reserve(2)
    this.length = this.buffer.writeInt16BE(fields, this.length)
    return this
  }

  null(): this {
    return this.head(NULL_LENGTH)
  }

  int32(value: number): this {
    this.head(4)
    this.length = this.buffer.writeInt32BE(value, this.length)
    return this
  }

  float32(value: number): this {
    this.head(4)
    this.length = this.buffer.writeFloatBE(value, this.length)
    return this
  }

  /** `timestamptz`, from seconds since 1970. */
  timestamp(seconds: number): this {
    this.head(8)
    // to whole milliseconds, which are exact, as the column keeps them
    const microseconds = BigInt(Math.round((seconds - POSTGRES_EPOCH_SECONDS) * 1000)) * 1000n
    this.length = this.buffer.writeBigInt64BE(microseconds, this.length)
    return this
  }

  /** `text`, and the label of an enum. */
  text(value: string): this {
    return this.bytes(Buffer.from(value, 'utf8'))
  }

  jsonb(value: unknown): this {
    return this.bytes(Buffer.concat([Buffer.of(JSONB_VERSION), Buffer.from(JSON.stringify(value), 'utf8')]))
  }

  /** `bytea`. */
  bytes(value: Uint8Array): this {
    this.head(value.length)
    this.buffer.set(value, this.length)
    this.length += value.length
    return this
  }

  /** Bytes written since the last call: a piece of the stream. */
  take(): Buffer {
    const piece = this.buffer.subarray(0, this.length)
    this.buffer = Buffer.allocUnsafe(Math.max(1 << 16, this.length))
    this.length = 0
    return piece
  }

  /** The last piece. */
  end(): Buffer {
    this.reserve(2)
    this.length = this.buffer.writeInt16BE(END_OF_ROWS, this.length)
    return this.take()
  }

  private head(length: number): this {
    this.reserve(4 + Math.max(0, length))
    this.length = this.buffer.writeInt32BE(length, this.length)
    return this
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.length + bytes))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}
