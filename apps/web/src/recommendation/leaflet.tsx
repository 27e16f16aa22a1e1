import Link from 'next/link'
import { Photo } from '../catalog/photo.tsx'
import type { Domain } from '../explanation/waterfall.ts'
import { RecordButtons } from '../interaction/buttons.tsx'
import type { Shopper } from '../shopper/shopper.ts'
import { itemLink } from '../shopper/link.ts'
import type { Entry } from './list.ts'
import { Reason } from './reason.tsx'

interface LeafletProps {
  entry: Entry
  shopper: Shopper
  axis: Domain
  /** Makes the recording of one press unique: the list's own id. */
  listId: string
  onRecorded: () => void
}

/** One recommendation as a folded leaflet: the picture, the words, and what both of them weighed. */
export function Leaflet({ entry, shopper, axis, listId, onRecorded }: LeafletProps) {
  const { node, rank, explanation } = entry
  const headingId = `item-${node.externalId}`
  return (
    <article aria-labelledby={headingId} className="leaflet">
      <div className="panel">
        <Link
          href={itemLink(node.externalId, shopper.externalId)}
          prefetch={false}
          tabIndex={-1}
          aria-hidden="true"
          className="bleed lg:absolute lg:inset-0"
        >
          <Photo
            src={node.imageUrl}
            title={node.title}
            eager={rank <= 2}
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
            <Link
              href={itemLink(node.externalId, shopper.externalId)}
              prefetch={false}
              className="underline-offset-4 hover:underline"
            >
              {node.title}
            </Link>
          </h2>
          {node.price && <p className="figures mt-1 text-lg">{node.price.formatted}</p>}
        </header>
        {explanation ? (
          <p className="max-w-[34ch] text-xl leading-snug">{explanation.sentence}</p>
        ) : (
          <p className="max-w-[44ch] text-ink-soft">No bars: the model did not decide this place in the list.</p>
        )}
        <div className="mt-auto">
          <RecordButtons item={node} shopper={shopper} origin={listId} onRecorded={onRecorded} />
        </div>
      </div>
      {explanation && (
        <div className="panel px-5 py-6 sm:px-7 lg:py-9">
          <Reason entry={entry} axis={axis} />
        </div>
      )}
    </article>
  )
}
