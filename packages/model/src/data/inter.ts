import { createReadStream } from 'node:fs'
import { UserFacingError } from '../errors.ts'
import { fileError } from './files.ts'
import { InterParser, type InterChunk, type InterLimits } from './inter-parser.ts'

/**
 * Streams an `.inter` file: tab-separated, one header line that names the columns in any order (`userID` and `itemID`,
 * and if there `rating`, `timestamp` in seconds since the epoch, `x_label` 0 train, 1 valid, 2 test). Ids are whole
 * numbers from 0. No object per row: chunks of typed arrays, about a megabyte of text each.
 *
 * @throws UserFacingError naming file, line and reason: the first bad row ends the stream
 */
export async function* readInter(path: string, limits: InterLimits = {}): AsyncGenerator<InterChunk, void, undefined> {
  const parser = new InterParser(path, limits)
  const stream = createReadStream(path, { highWaterMark: 1 << 20 })
  try {
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      const chunk = parser.push(bytes)
      if (chunk.length > 0) yield chunk
    }
  } catch (error) {
    throw error instanceof UserFacingError ? error : fileError(path, error)
  } finally {
    stream.destroy()
  }
  const rest = parser.end()
  if (rest.length > 0) yield rest
}
