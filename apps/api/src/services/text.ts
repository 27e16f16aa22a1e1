/** What keeps Postgres from storing a text, in words that follow its name; null where nothing does. */
export function textFault(text: string): string | null {
  if (text.includes('\0')) return 'holds a NUL character'
  return /\p{Surrogate}/u.test(text) ? 'holds half of a surrogate pair' : null
}

/** The same for every text, key or value, in a JSON document. */
export function jsonFault(value: unknown): string | null {
  if (typeof value === 'string') return textFault(value)
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const fault = textFault(key) ?? jsonFault(inner)
    if (fault) return fault
  }
  return null
}
