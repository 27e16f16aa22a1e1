import { BadRow, quoted } from './bad-row.ts'
import { isBlank } from './text.ts'

const LONGEST = 2000

const FILE_NAME = /^[^:/\\][^:\\]*\.(jpe?g|png|webp|gif|avif)$/i

/**
 * Address of a photo: http(s), or a path that the shop serves; a bare file name stands for one below `/media`. Of several the first counts; of an object that names
 * sizes (Amazon) the largest.
 */
export function readImageUrl(value: unknown): string | null {
  if (isBlank(value)) return null
  if (Array.isArray(value)) return value.length > 0 ? readImageUrl(value[0]) : null
  if (typeof value === 'object') {
    const sizes = value as Record<string, unknown>
    return readImageUrl(sizes.hi_res ?? sizes.large ?? sizes.url ?? sizes.src ?? sizes.thumb)
  }
  const url = String(value)
    .trim()
    .split(/\s*[|,]\s*(?=https?:)/)[0]!
  if (url.length > LONGEST) throw new BadRow(`the image URL is longer than ${LONGEST} characters`)
  if (FILE_NAME.test(url) && !url.includes('..')) return `/media/${url}`
  const isPath = url.startsWith('/') && !url.startsWith('//') && !url.startsWith('/\\')
  if (!isPath && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    throw new BadRow(`the image URL ${quoted(url)} is neither http(s) nor a path that begins with one "/"`)
  }
  return url
}
