/** What an item's page shows of the item's free-form attributes. */
export interface ItemDetails {
  readonly facets: readonly { readonly name: string; readonly values: readonly string[] }[]
  /** The options of each variant: `13 inch, 8GB`. */
  readonly variants: readonly string[]
  readonly photographer: string | null
}

interface StockFields {
  readonly stock: number | null
  readonly isAvailable: boolean
}

/** The facts of an item as a list: stock, facets, variants, photo credit. */
export function ItemFacts({ item, details }: { item: StockFields; details: ItemDetails }) {
  const rows = [
    { name: 'stock', value: stockText(item) },
    ...details.facets.map(({ name, values }) => ({ name, value: values.join(', ') })),
    ...(details.variants.length > 0 ? [{ name: 'variants', value: details.variants.join('; ') }] : []),
    ...(details.photographer ? [{ name: 'photo', value: `${details.photographer}, Unsplash` }] : []),
  ]
  return (
    <dl className="type-label grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 border-t border-line pt-4">
      {rows.map(({ name, value }) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-soft first-letter:uppercase">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const LOW_STOCK = 5

/** The stock in words. */
export function stockText({ stock, isAvailable }: StockFields): string {
  if (!isAvailable) return 'Not for sale at the moment'
  if (stock === null) return 'Available'
  if (stock <= 0) return 'Sold out'
  return stock <= LOW_STOCK ? `Only ${stock} left` : `${stock} in stock`
}

/** Reads facets, variants and the photographer from free-form attributes. Other attributes are ignored. */
export function detailsOf(attributes: unknown, imageUrl?: string | null): ItemDetails {
  const fields = record(attributes)
  const facets = Object.entries(record(fields.facets)).flatMap(([name, value]) => {
    const values = texts(value)
    return values.length > 0 ? [{ name, values }] : []
  })
  const photographer = typeof fields.photographer === 'string' ? fields.photographer : null
  const variants = Array.isArray(fields.variants)
    ? fields.variants.map((variant) => texts(record(variant).options).join(', '))
    : []
  return { facets, variants: variants.filter(Boolean), photographer: photographer ?? photographerOf(imageUrl) }
}

/** The photographer in an Unsplash file name: `abel-y-costa-716024-unsplash.webp` -> `Abel Y Costa`; else null. */
export function photographerOf(imageUrl?: string | null): string | null {
  const name = /([^/]+)-[\w]+-unsplash\.\w+$/.exec(imageUrl ?? '')?.[1]
  if (!name) return null
  return name
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
