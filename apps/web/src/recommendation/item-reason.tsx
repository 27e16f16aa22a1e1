import Link from 'next/link'
import { shopLink, type Shopper } from '../shopper/index.ts'
import { findListPosition, type ListPosition, SEARCHED_ENTRIES } from './queries.ts'
import { Explanation } from './recommendation-card.tsx'
import { domainOfList, isPersonal, sourceLine } from './recommendation-list.ts'

/** On a product page: why this shopper gets the item, or why the list does not show it. */
export async function ItemReason({ item, shopper }: { item: string; shopper: Shopper }) {
  const position = await findListPosition(item, shopper.externalId)
  return (
    <section aria-labelledby="why">
      <h2 id="why" className="type-title mb-3 text-2xl">
        Why for {shopper.name}
      </h2>
      <PositionText position={position} />
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

function PositionText({ position }: { position: ListPosition | null }) {
  if (!position) return <p>There is no list for this shopper right now.</p>
  const { entry, list } = position
  if (!entry) {
    return (
      <p>
        Not among the first {SEARCHED_ENTRIES} for this shopper. Items that were chosen or seen are not recommended
        again.
      </p>
    )
  }
  const { explanation, rank } = entry
  if (!explanation) {
    const reason = list.fallbackReason ?? (isPersonal(list) ? 'The model that ranked it is gone.' : '')
    return (
      <p>
        No. {rank}. {sourceLine(list)}. {reason}
      </p>
    )
  }
  return (
    <>
      <p className="type-label mb-1 text-ink-soft">
        No. {rank}. {sourceLine(list)}
      </p>
      <p className="mb-4 max-w-[40ch] text-lg leading-snug">{explanation.sentence}</p>
      <Explanation entry={entry} domain={domainOfList({ ...list, edges: [entry] })} />
    </>
  )
}
