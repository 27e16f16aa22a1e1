import type { Details } from './attributes.ts'
import { stockLine } from './stock.ts'

interface FactsProps {
  item: { stock: number | null; isAvailable: boolean; category: string | null }
  details: Details
}

/** Stock, facets and the photo's credit. */
export function Facts({ item, details }: FactsProps) {
  const rows = [
    { name: 'stock', value: stockLine(item) },
    ...details.facets.map(({ name, values }) => ({ name, value: values.join(', ') })),
    ...(details.variants.length > 0 ? [{ name: 'comes as', value: details.variants.join('; ') }] : []),
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
