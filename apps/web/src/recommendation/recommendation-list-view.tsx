'use client'

import { useEffect, useRef, useState, useTransition } from 'react'
import type { Answer } from '../api/index.ts'
import { isFocusLost, MessagePanel, SubmitButton, useNotice } from '../layout/index.ts'
import type { Shopper } from '../shopper/index.ts'
import { newList, nextPage } from './actions.ts'
import { RecommendationCard } from './recommendation-card.tsx'
import { domainOfList, type RecommendationList, sourceLine, withPage } from './recommendation-list.ts'

/** A shopper's list. It grows page by page, and is read again after an interaction. */
export function RecommendationListView({ first, shopper }: { first: RecommendationList; shopper: Shopper }) {
  const [list, setList] = useState(first)
  const [isLoading, startTransition] = useTransition()
  const notify = useNotice()
  const { container, focusCard } = useCardFocus(list)
  const domain = domainOfList(list)

  const show = ({ data, error }: Answer<RecommendationList>, next: (data: RecommendationList) => void): void => {
    if (data) next(data)
    else notify({ tone: 'error', message: error?.message ?? 'The API sent no list.' })
  }
  const showMore = (): void =>
    startTransition(async () => {
      if (!list.pageInfo.endCursor) return
      focusCard(list.edges.length, 'always')
      show(await nextPage(shopper.externalId, list.pageInfo.endCursor), (page) => setList(withPage(list, page)))
    })
  const reload = (index: number): void =>
    startTransition(async () => {
      focusCard(index, 'if lost')
      show(await newList(shopper.externalId, list.edges.length), setList)
    })

  return (
    <div ref={container}>
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
        <MessagePanel title="Nothing left to recommend">
          <p>{shopper.name} has chosen or seen every item in stock.</p>
        </MessagePanel>
      ) : (
        <ol className="grid gap-6 lg:gap-4" aria-busy={isLoading}>
          {list.edges.map((entry, index) => (
            <li key={entry.node.externalId}>
              <RecommendationCard
                entry={entry}
                shopper={shopper}
                domain={domain}
                listId={list.recommendationId}
                onRecorded={() => reload(index)}
              />
            </li>
          ))}
        </ol>
      )}
      {list.pageInfo.hasNextPage && (
        <div className="mt-10 flex justify-center">
          <SubmitButton type="button" className="button bg-paper px-8" onClick={showMore} isPending={isLoading}>
            {isLoading ? 'Loading' : 'Show more'}
          </SubmitButton>
        </div>
      )}
    </div>
  )
}

/**
 * Moves focus to a card when the list has changed: a card that was recorded leaves the list with its buttons.
 * The next change of the list clears the request.
 */
function useCardFocus(list: RecommendationList) {
  const container = useRef<HTMLDivElement>(null)
  const request = useRef<{ index: number; when: 'always' | 'if lost' } | null>(null)
  useEffect(() => {
    const wanted = request.current
    request.current = null
    if (!wanted || (wanted.when === 'if lost' && !isFocusLost())) return
    const links = container.current?.querySelectorAll<HTMLElement>('article h2 a')
    links?.[Math.min(wanted.index, links.length - 1)]?.focus({ preventScroll: wanted.when === 'if lost' })
  }, [list])
  const focusCard = (index: number, when: 'always' | 'if lost'): void => {
    request.current = { index, when }
  }
  return { container, focusCard }
}
