'use client'

import { useState, useTransition } from 'react'
import type { Problem } from '../api/problem.ts'
import { Message } from '../page/trouble.tsx'
import { useNotice } from '../page/notice.tsx'
import type { Shopper } from '../shopper/shopper.ts'
import { newList, nextPage } from './actions.ts'
import { Leaflet } from './leaflet.tsx'
import { axisOf, type RecommendationList, withPage } from './list.ts'
import { sourceLine } from './source.ts'

/** A shopper's list: grows by its cursor, and is drawn anew when something was recorded. */
export function ListView({ first, shopper }: { first: RecommendationList; shopper: Shopper }) {
  const [list, setList] = useState(first)
  const [isBusy, startTransition] = useTransition()
  const post = useNotice()
  const axis = axisOf(list)

  const show = (
    { data, problem }: { data: RecommendationList | null; problem: Problem | null },
    next: (data: RecommendationList) => void,
  ): void => {
    if (data) next(data)
    else post({ tone: 'refused', sentence: problem?.sentence ?? 'The API sent no list.' })
  }
  const more = (): void =>
    startTransition(async () => {
      if (list.pageInfo.endCursor)
        show(await nextPage(shopper.externalId, list.pageInfo.endCursor), (page) => setList(withPage(list, page)))
    })
  const again = (): void =>
    startTransition(async () => {
      show(await newList(shopper.externalId, list.edges.length), setList)
    })

  return (
    <>
      <div className="mb-5 flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1 px-1">
        <p className="font-semibold">{sourceLine(list)}</p>
        {list.fallbackReason ? (
          <p data-testid="fallback-reason">{list.fallbackReason}</p>
        ) : (
          <p className="type-label text-ink-soft">
            All bars share one axis. The thin line is the average item for this shopper.
          </p>
        )}
      </div>
      {list.edges.length === 0 ? (
        <Message title="Nothing left to recommend">
          <p>{shopper.name} has taken or seen everything the shop has in stock.</p>
        </Message>
      ) : (
        <ol className="unfolds grid gap-6 lg:gap-4" aria-busy={isBusy}>
          {list.edges.map((entry) => (
            <li key={entry.node.externalId}>
              <Leaflet entry={entry} shopper={shopper} axis={axis} listId={list.recommendationId} onRecorded={again} />
            </li>
          ))}
        </ol>
      )}
      {list.pageInfo.hasNextPage && (
        <div className="mt-10 flex justify-center">
          <button type="button" className="button bg-paper px-8" onClick={more} disabled={isBusy}>
            {isBusy ? 'Asking the model' : 'Show more'}
          </button>
        </div>
      )}
    </>
  )
}
