const MAX_JSON_DEPTH = 40
const MAX_QUOTED = 60

/**
 * Why Postgres cannot store a text, or null if it can.
 * @returns the end of a sentence that begins with the name of the field
 */
export function textError(text: string): string | null {
  if (text.includes('\0')) return 'contains a NUL character'
  return /\p{Surrogate}/u.test(text) ? 'contains half of a surrogate pair' : null
}

/** As `textError`, for every key and text in a JSON value. The depth is limited because the check is recursive. */
export function jsonError(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return textError(value)
  if (typeof value !== 'object' || value === null) return null
  if (depth === MAX_JSON_DEPTH) return `is nested deeper than ${MAX_JSON_DEPTH} levels`
  for (const [key, inner] of Object.entries(value)) {
    const error = textError(key) ?? jsonError(inner, depth + 1)
    if (error) return error
  }
  return null
}

/** A caller's text as an error message quotes it: at most 60 characters. */
export function shorten(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED - 3)}...` : text
}
