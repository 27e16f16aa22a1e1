import { createReadStream } from 'node:fs'
import { fileError, UserFacingError } from '../errors.ts'
import { InterParser, type InterChunk, type InterLimits } from './inter-parser.ts'

const NEWLINE = 10

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

/** Lines of a file, blank ones and the header included; an unfinished last line counts. Scans bytes, parses nothing. */
export async function countLines(path: string): Promise<number> {
  let lines = 0
  let last = NEWLINE
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++
      last = bytes[bytes.length - 1]!
    }
  } catch (error) {
    throw fileError(path, error)
  }
  return last === NEWLINE ? lines : lines + 1
}
