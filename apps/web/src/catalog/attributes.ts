/** What an item's free-form attributes hold that its page can show. */
export interface Details {
  readonly facets: readonly { readonly name: string; readonly values: readonly string[] }[]
  /** What it can be had as: `13 inch, 8GB`. */
  readonly variants: readonly string[]
  readonly photographer: string | null
}

/** Reads facets, variants and the photographer; what is not understood is left out. The photo's file name names them too. */
export function detailsOf(attributes: unknown, imageUrl?: string | null): Details {
  const fields = record(attributes)
  const facets = Object.entries(record(fields.facets)).flatMap(([name, value]) => {
    const values = texts(value)
    return values.length > 0 ? [{ name, values }] : []
  })
  const named = typeof fields.photographer === 'string' ? fields.photographer : null
  const variants = Array.isArray(fields.variants)
    ? fields.variants.map((variant) => texts(record(variant).options).join(', '))
    : []
  return { facets, variants: variants.filter(Boolean), photographer: named ?? photographerOf(imageUrl) }
}

/** `/media/abel-y-costa-716024-unsplash.webp` -> `Abel Y Costa`; null for any other name. */
export function photographerOf(imageUrl?: string | null): string | null {
  const match = /([^/]+)-[\w]+-unsplash\.\w+$/.exec(imageUrl ?? '')
  if (!match) return null
  return match[1]
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((entry): entry is string => typeof entry === 'string' && entry !== '')
}
