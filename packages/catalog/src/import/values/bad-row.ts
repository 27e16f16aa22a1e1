/** Why a row cannot be used: words that follow "file, line n: ". Thrown by readers of cells, caught a row at a time. */
export class BadRow extends Error {
  override readonly name = 'BadRow'
}

/** A caller's text in a message: quoted, and not longer than a line. */
export const quoted = (value: unknown) => {
  const text = typeof value === 'string' ? value : typeof value === 'bigint' ? String(value) : JSON.stringify(value)
  return `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`
}
