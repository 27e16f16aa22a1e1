const MAX_DEPTH = 40

/** What keeps Postgres from storing a text, in words that follow its name; null where nothing does. */
export function textFault(text: string): string | null {
  if (text.includes('\0')) return 'holds a NUL character'
  return /\p{Surrogate}/u.test(text) ? 'holds half of a surrogate pair' : null
}

/** The same for every text, key or value, in a JSON document; one nested without end would exhaust the stack. */
export function jsonFault(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return textFault(value)
  if (typeof value !== 'object' || value === null) return null
  if (depth === MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`
  for (const [key, inner] of Object.entries(value)) {
    const fault = textFault(key) ?? jsonFault(inner, depth + 1)
    if (fault) return fault
  }
  return null
}
