import { createHash } from 'node:crypto'

/**
 * SHA-256 of an item's content, as 64 hexadecimal digits: of a text in UTF-8, or of the bytes of a photo's file.
 *
 * @example contentHash('Red running shoe')
 */
export function contentHash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/**
 * The key under which a vector may be kept: SHA-256 of the encoder's id and the content's hash.
 *
 * @example cacheKey(encoder.id, contentHash(title))
 */
export function cacheKey(encoderId: string, hash: string): string {
  return createHash('sha256').update(`${encoderId}\0${hash}`).digest('hex')
}
