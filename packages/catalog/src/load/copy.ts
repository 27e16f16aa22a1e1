import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { BinaryCopyWriter } from './binary-copy.ts'

/**
 * Streams rows into a table by COPY. `fill` writes rows and yields now and then, so that what is written can be sent;
 * what it throws ends the COPY and comes out here.
 *
 * @param target `table (column, ...)`: a constant of ours, never a caller's text
 */
export async function copyInto(
  client: pg.PoolClient,
  target: string,
  fill: (writer: BinaryCopyWriter) => Iterable<void> | AsyncIterable<void>,
): Promise<void> {
  const writer = new BinaryCopyWriter()
  async function* pieces(): AsyncGenerator<Buffer> {
    for await (const nothing of fill(writer)) {
      void nothing
      yield writer.take()
    }
    yield writer.end()
  }
  await pipeline(
    Readable.from(pieces(), { objectMode: false }),
    client.query(copyFrom(`COPY ${target} FROM STDIN (FORMAT binary)`)),
  )
}
