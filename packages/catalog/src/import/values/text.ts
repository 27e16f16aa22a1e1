import { BadRow, quoted } from './bad-row.ts'

/** As in the API: the longest external id that is stored, in characters. */
const LONGEST_ID = 200
const CONTROL = /\p{Cc}/u
const HALF_PAIR = /\p{Surrogate}/u

/** Whether a cell says nothing. */
export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

/**
 * A caller's own id, as a string: numbers are written without exponent or fraction. A list of one (Algolia's
 * `objectIDs`) is that one.
 *
 * @param what such as "user id", for the message
 */
export function readId(value: unknown, what: string): string {
  if (Array.isArray(value) && value.length === 1) return readId(value[0], what)
  if (isBlank(value)) throw new BadRow(`the ${what} is empty`)
  const isWhole = typeof value === 'bigint' || Number.isSafeInteger(value)
  if (typeof value !== 'string' && !isWhole)
    throw new BadRow(`the ${what} ${quoted(value)} is neither text nor a whole number`)
  const id = String(value).trim()
  if (id.length > LONGEST_ID) throw new BadRow(`the ${what} ${quoted(id)} is longer than ${LONGEST_ID} characters`)
  if (CONTROL.test(id)) throw new BadRow(`the ${what} holds a ${id.includes('\0') ? 'NUL' : 'control'} character`)
  if (HALF_PAIR.test(id)) throw new BadRow(`the ${what} holds half of a surrogate pair`)
  return id
}

/** Text to show: paragraphs given as a list are put one below the other. */
export function readText(value: unknown, what: string, longest: number): string | null {
  if (isBlank(value)) return null
  const text = (Array.isArray(value) ? value.filter((each) => !isBlank(each)).join('\n') : String(value)).trim()
  checkText(text, what)
  if (text.length > longest) throw new BadRow(`the ${what} is longer than ${longest} characters`)
  return text === '' ? null : text
}

/** @throws BadRow for what Postgres cannot store */
export function checkText(text: string, what: string): void {
  if (text.includes('\0')) throw new BadRow(`the ${what} holds a NUL character`)
  if (HALF_PAIR.test(text)) throw new BadRow(`the ${what} holds half of a surrogate pair`)
}
