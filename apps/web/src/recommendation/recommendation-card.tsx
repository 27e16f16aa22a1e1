import Link from 'next/link'
import { ItemPhoto } from '../catalog/index.ts'
import { type Domain, ExplanationBars, ExplanationTable, partsOf, waterfallOf } from '../explanation/index.ts'
import { RecordButtons } from '../interaction/index.ts'
import { itemLink, type Shopper } from '../shopper/index.ts'
import type { Recommendation } from './recommendation-list.ts'

interface RecommendationCardProps {
  entry: Recommendation
  shopper: Shopper
  domain: Domain
  /** The id of the list, which makes the record of a click unique. */
  listId: string
  onRecorded: () => void
}

/** One recommendation: the photo, the item, and the parts of its score. */
export function RecommendationCard({ entry, shopper, domain, listId, onRecorded }: RecommendationCardProps) {
  const { node, rank, explanation } = entry
  const headingId = `item-${node.externalId}`
  const href = itemLink(node.externalId, shopper.externalId)
  return (
    <article aria-labelledby={headingId} className="sheet">
      <div className="panel">
        <Link href={href} prefetch={false} tabIndex={-1} aria-hidden="true" className="block lg:absolute lg:inset-0">
          <ItemPhoto
            src={node.imageUrl}
            title={node.title}
            isEager={rank <= 2}
            className="aspect-[4/3] w-full lg:aspect-auto lg:h-full"
          />
        </Link>
      </div>
      <div
        className={`panel flex flex-col gap-4 px-5 py-6 sm:px-7 lg:py-9 ${explanation ? '' : 'lg:col-span-2 lg:min-h-72'}`}
      >
        <header>
          <p className="type-label text-ink-soft">
            No. {rank}
            {node.category && `, ${node.category}`}
          </p>
          <h2 id={headingId} className="type-title mt-1 text-[2rem] [overflow-wrap:anywhere]">
            <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
              {node.title}
            </Link>
          </h2>
          {node.price && <p className="figures mt-1 text-lg">{node.price.formatted}</p>}
        </header>
        {explanation ? (
          <p className="max-w-[34ch] text-xl leading-snug">{explanation.sentence}</p>
        ) : (
          <p className="max-w-[44ch] text-ink-soft">This list is not personal, so there is no reason to show.</p>
        )}
        <div className="mt-auto">
          <RecordButtons item={node} shopper={shopper} origin={listId} onRecorded={onRecorded} />
        </div>
      </div>
      {explanation && (
        <div className="panel px-5 py-6 sm:px-7 lg:py-9">
          <Explanation entry={entry} domain={domain} />
        </div>
      )}
    </article>
  )
}

/** The bars and the table of one recommendation; nothing when it has no explanation. */
export function Explanation({ entry, domain }: { entry: Recommendation; domain: Domain }) {
  const { explanation, node } = entry
  if (!explanation) return null
  const parts = partsOf(explanation.components)
  return (
    <>
      <ExplanationBars waterfall={waterfallOf(parts, explanation.baseline, domain)} title={node.title} />
      <ExplanationTable parts={parts} baseline={explanation.baseline} mode={explanation.mode} />
    </>
  )
}

/** Empty cards while the list loads. */
export function ListSkeleton() {
  return (
    <div role="status">
      <p className="mb-5 px-1 font-semibold">Loading recommendations</p>
      <div aria-hidden="true" className="grid gap-6 lg:gap-4">
        {[0, 1, 2].map((key) => (
          <div key={key} className="sheet">
            <div className="panel aspect-[4/3] lg:aspect-auto lg:h-80" />
            <div className="panel h-56 lg:h-80" />
            <div className="panel h-56 lg:h-80" />
          </div>
        ))}
      </div>
    </div>
  )
}
