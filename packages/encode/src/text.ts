// What all encoders of words do to a text before the model sees it. A change here needs a new TEXT_PREPARATION.
import { EncodeError } from './errors.ts'

/** The version of `prepareText`; part of every text encoder's id. */
export const TEXT_PREPARATION = 'text-1'

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/**
 * The text of an item: its title, then its description. Both are encoded together; hash what this returns.
 *
 * @example itemText('Laptop', 'Snappier than ever.') // 'Laptop. Snappier than ever.'
 */
export function itemText(title: string, description?: string | null): string {
  return description?.trim() ? `${title.trim()}. ${description.trim()}` : title.trim()
}

/**
 * Without tags and entities of HTML, in Unicode's composed form, with single spaces, cut at `maxCharacters`.
 *
 * @throws EncodeError of code CONTENT if nothing is left
 */
export function prepareText(text: string, maxCharacters: number): string {
  if (typeof text !== 'string') throw new EncodeError('CONTENT', 'the text is not a string')
  const plain = text
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ENTITIES[name]!)
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
  if (plain === '') throw new EncodeError('CONTENT', 'the text is empty')
  return cut(plain, maxCharacters)
}

/** Cuts without leaving half of a character that takes two code units. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const end = /[\uD800-\uDBFF]/.test(text[length - 1]!) ? length - 1 : length
  return text.slice(0, end)
}
