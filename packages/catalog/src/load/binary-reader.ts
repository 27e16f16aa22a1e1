import { pipeline } from 'node:stream/promises'
import { Writable } from 'node:stream'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'

const SIGNATURE_BYTES = 19

/** The fields of one row of a binary COPY, valid until the next one. */
export class CopiedRow {
  bytes: Buffer = Buffer.alloc(0)
  readonly offsets: number[] = []
  readonly lengths: number[] = []

  int16 = (field: number): number => this.bytes.readInt16BE(this.offsets[field])
  int32 = (field: number): number => this.bytes.readInt32BE(this.offsets[field])
  float32 = (field: number): number => this.bytes.readFloatBE(this.offsets[field])
  float64 = (field: number): number => this.bytes.readDoubleBE(this.offsets[field])
  /** A view, not a copy. */
  blob = (field: number): Buffer =>
    this.bytes.subarray(this.offsets[field], this.offsets[field]! + this.lengths[field]!)
}

/** Takes binary COPY data apart, however it was cut into pieces. Fields must not be null. */
export class BinaryCopyParser {
  private carried: Buffer = Buffer.alloc(0)
  private started = false
  private readonly row = new CopiedRow()

  constructor(private readonly onRow: (row: CopiedRow) => void) {}

  push(piece: Buffer): void {
    const bytes = this.carried.length > 0 ? Buffer.concat([this.carried, piece]) : piece
    let at = 0
    if (!this.started) {
      if (bytes.length < SIGNATURE_BYTES) {
        this.carried = bytes
        return
      }
      this.started = true
      at = SIGNATURE_BYTES
    }
    for (let end = this.readRow(bytes, at); end > 0; end = this.readRow(bytes, at)) {
      this.onRow(this.row)
      at = end
    }
    this.carried = bytes.subarray(at)
  }

  /** @returns where the row ends; 0 when it is not whole yet, or is the end mark */
  private readRow(bytes: Buffer, start: number): number {
    if (start + 2 > bytes.length) return 0
    const fields = bytes.readInt16BE(start)
    let at = start + 2
    for (let field = 0; field < fields; field++) {
      if (at + 4 > bytes.length) return 0
      const length = bytes.readInt32BE(at)
      if (length < 0) throw new Error(`field ${field} of a copied row is null`)
      this.row.offsets[field] = at + 4
      this.row.lengths[field] = length
      at += 4 + length
    }
    if (fields < 0 || at > bytes.length) return 0
    this.row.bytes = bytes
    return at
  }
}

/** Runs a query and hands its rows on one by one, without an object for each. */
export async function copyOut(client: pg.PoolClient, query: string, onRow: (row: CopiedRow) => void): Promise<void> {
  const parser = new BinaryCopyParser(onRow)
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      try {
        parser.push(piece)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
  await pipeline(client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`)), sink)
}
