import Link from 'next/link'
import { shopLink } from '../shopper/link.ts'
import type { Shopper } from '../shopper/shopper.ts'
import { axisOf } from './list.ts'
import { LOOKED_AT, type Place, placeOf } from './place.ts'
import { Reason } from './reason.tsx'
import { sourceLine } from './source.ts'

/** On a product's page: why this shopper would see it, or why there is no reason to show. */
export async function ItemReason({ item, shopper }: { item: string; shopper: Shopper }) {
  const place = await placeOf(item, shopper.externalId)
  return (
    <section aria-labelledby="why">
      <h2 id="why" className="type-title mb-3 text-2xl">
        Why for {shopper.name}
      </h2>
      <WhyOrWhyNot place={place} />
      <p className="mt-4">
        <Link
          href={shopLink('/', shopper.externalId)}
          prefetch={false}
          className="font-semibold text-action underline underline-offset-4"
        >
          The whole list
        </Link>
      </p>
    </section>
  )
}

function WhyOrWhyNot({ place }: { place: Place | null }) {
  if (!place) return <p>There is no list for this shopper right now.</p>
  const { entry, list } = place
  if (!entry) {
    return <p>Not among the first {LOOKED_AT} for this shopper. What was taken or seen is not recommended again.</p>
  }
  if (!entry.explanation) {
    return (
      <p>
        No. {entry.rank} in the list, but not by the model: {list.fallbackReason ?? sourceLine(list)}
      </p>
    )
  }
  return (
    <>
      <p className="type-label mb-1 text-ink-soft">
        No. {entry.rank}. {sourceLine(list)}
      </p>
      <p className="mb-4 max-w-[40ch] text-lg leading-snug">{entry.explanation.sentence}</p>
      <Reason entry={entry} axis={axisOf({ ...list, edges: [entry] })} />
    </>
  )
}
