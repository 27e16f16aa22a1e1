import { createReadStream } from 'node:fs'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { TextDecoder } from 'node:util'
import { createGunzip } from 'node:zlib'
import { UserFacingError } from '@trifold/model/errors'
import type { OnBytes } from './table.ts'

export interface TextOptions {
  /** As the WHATWG names encodings (`windows-1252`, `utf-16le`); by default UTF-8, or what a byte order mark says. */
  readonly encoding?: string
  readonly onBytes?: OnBytes
}

/** More NUL characters than this share of the first piece: UTF-16 without a mark, or no text. */
const MOST_NULS = 0.05

/**
 * Streams a file as text: gzip is unpacked, the byte order mark removed.
 *
 * @throws UserFacingError naming file and line where bytes are not in the encoding, or a gzip file is cut
 */
export async function* readText(path: string, options: TextOptions = {}): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let lines = 1
  for await (const bytes of readBytes(path, options.onBytes)) {
    decoder ??= decoderFor(path, bytes, options.encoding)
    const text = decode(path, decoder, bytes, lines)
    if (lines === 1) checkIsText(path, text)
    lines += countLines(text)
    if (text !== '') yield text
  }
  const rest = decoder ? decode(path, decoder, undefined, lines) : ''
  if (rest !== '') yield rest
}

/** The first piece of a file as text; '' where it is empty. */
export async function peekText(path: string, encoding?: string): Promise<string> {
  for await (const text of readText(path, { encoding })) return text
  return ''
}

/** The first bytes of a file as they lie on the disk. */
export async function peekBytes(path: string, count: number): Promise<Buffer> {
  for await (const bytes of createReadStream(path, { end: count - 1 }) as AsyncIterable<Buffer>) return bytes
  return Buffer.alloc(0)
}

async function* readBytes(path: string, onBytes: OnBytes = () => {}): AsyncGenerator<Buffer> {
  const isGzip = (await peekBytes(path, 2)).equals(Buffer.of(0x1f, 0x8b))
  const source = createReadStream(path)
  const unpacked: Readable = isGzip ? createGunzip() : new PassThrough()
  const failure = pipeline(source, unpacked as PassThrough).catch((error: unknown) => error)
  try {
    for await (const bytes of unpacked as AsyncIterable<Buffer>) {
      onBytes(source.bytesRead)
      yield bytes
    }
  } catch (error) {
    const cause = (await failure) ?? error
    throw isGzip && /unexpected end|incorrect/.test(String(cause))
      ? new UserFacingError(`${path}: the gzip file is damaged or cut short; copy it again.`, { cause })
      : cause
  } finally {
    source.destroy()
    unpacked.destroy()
  }
}

function decoderFor(path: string, first: Buffer, encoding: string | undefined): TextDecoder {
  if (first.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) {
    throw new UserFacingError(`${path}: this is a zip archive or a spreadsheet; unpack it, or save it as CSV.`)
  }
  const mark =
    first[0] === 0xff && first[1] === 0xfe ? 'utf-16le' : first[0] === 0xfe && first[1] === 0xff && 'utf-16be'
  try {
    return new TextDecoder(encoding ?? (mark || 'utf-8'), { fatal: true })
  } catch (error) {
    throw new UserFacingError(`There is no encoding "${encoding}"; take windows-1252, utf-16le, shift_jis, ...`, {
      cause: error,
    })
  }
}

function decode(path: string, decoder: TextDecoder, bytes: Buffer | undefined, line: number): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
  } catch (error) {
    const before = bytes ? new TextDecoder(decoder.encoding).decode(bytes).split('\ufffd')[0]! : ''
    throw new UserFacingError(
      `${path}, line ${line + countLines(before)}: these bytes are not ${decoder.encoding.toUpperCase()}; ` +
        'name the encoding, such as --encoding windows-1252.',
      { cause: error },
    )
  }
}

function checkIsText(path: string, text: string): void {
  const nuls = text.split('\0').length - 1
  if (nuls > 1 && nuls > MOST_NULS * text.length) {
    throw new UserFacingError(
      `${path}: it is full of NUL characters; if it is text in UTF-16, say so with --encoding utf-16le.`,
    )
  }
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
