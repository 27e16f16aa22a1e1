// @vitest-environment jsdom
import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react'
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NoticeBoard } from '../layout/index.ts'
import type { Shopper } from '../shopper/index.ts'
import { json, startTestApi } from '../testing/index.ts'
import type { Recommendation, RecommendationList } from './recommendation-list.ts'
import { RecommendationListView } from './recommendation-list-view.tsx'

// A busy machine needs more than the default second.
configure({ asyncUtilTimeout: 15_000 })

const ada: Shopper = { externalId: 's1', name: 'Ada', isSimulated: false, taste: null }

function entry(id: string, rank: number, isExplained = true): Recommendation {
  return {
    cursor: id,
    rank,
    score: 1,
    node: { externalId: id, title: `Item ${id}`, category: null, imageUrl: null, price: null },
    explanation: isExplained
      ? {
          baseline: 0.5,
          score: 1.5,
          mode: 'OBSERVATIONAL',
          sentence: 'Mostly because of the choices of shoppers like you.',
          components: [{ kind: 'COLLABORATIVE', modality: null, value: 1 }],
        }
      : null,
  }
}

function listOf(ids: string[], next: string | null = null, changes: Partial<RecommendationList> = {}) {
  return {
    recommendationId: `list of ${ids.join()}`,
    source: 'MODEL' as const,
    fallbackReason: null,
    modelVersion: { number: 3, base: 'vbpr', isMrdib: true },
    edges: ids.map((id, index) => entry(id, index + 1)),
    pageInfo: { hasNextPage: next !== null, endCursor: next },
    ...changes,
  }
}

/** What the API answers to the next recommendations query. */
let nextList: RecommendationList
let recorded = 0
let close: () => Promise<void>
beforeEach(async () => {
  recorded = 0
  const api = await startTestApi(({ query }) => {
    if (!query.includes('mutation RecordInteractions')) return json({ data: { recommendations: nextList } })
    recorded++
    return json({ data: { recordInteractions: { recorded: 1, replayed: 0, userErrors: [] } } })
  })
  close = api.close
})
afterEach(async () => {
  cleanup()
  await close()
})

/** Links and buttons need a router; these tests do not navigate. */
const router = {
  back() {},
  forward() {},
  refresh() {},
  push() {},
  replace() {},
  prefetch() {},
} as never

const show = (first: RecommendationList) =>
  render(
    <AppRouterContext value={router}>
      <NoticeBoard>
        <RecommendationListView first={first} shopper={ada} />
      </NoticeBoard>
    </AppRouterContext>,
  )
const titles = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)
const buttonOf = (title: string, name: string) =>
  within(screen.getByRole('article', { name: title })).getByRole('button', { name })

describe('the focus', () => {
  it('moves to the next card when a recorded card leaves the list', async () => {
    nextList = listOf(['a', 'c', 'd'])
    show(listOf(['a', 'b', 'c']))
    const like = buttonOf('Item b', 'Like')
    like.focus()
    like.click()
    await waitFor(() => expect(titles()).toEqual(['Item a', 'Item c', 'Item d']))
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Item c'))
    expect(screen.getByText('Ada likes Item b.')).toBeTruthy()
  })

  it('stays on the button while the recording runs, and a second click does nothing', async () => {
    nextList = listOf(['a', 'b'])
    show(listOf(['a', 'b']))
    const like = buttonOf('Item b', 'Like')
    like.focus()
    like.click()
    await waitFor(() => expect(like.getAttribute('aria-disabled')).toBe('true'))
    expect(document.activeElement).toBe(like)
    like.click()
    await waitFor(() => expect(like.getAttribute('aria-disabled')).toBeNull())
    expect(document.activeElement).toBe(like)
    expect(recorded).toBe(1)
  })

  it('moves to the first new card after "Show more"', async () => {
    nextList = listOf(['c', 'd'])
    show(listOf(['a', 'b'], 'b'))
    screen.getByRole('button', { name: 'Show more' }).click()
    await waitFor(() => expect(titles()).toHaveLength(4))
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Item c'))
  })
})

describe('a popularity list', () => {
  it('shows no reason and no bars, even when the API explains it', async () => {
    const popular = { modelVersion: { number: 9, base: 'popularity', isMrdib: false } }
    nextList = listOf(['c'], null, popular)
    show(listOf(['a'], 'a', { ...popular, edges: [entry('a', 1, false)] }))
    screen.getByRole('button', { name: 'Show more' }).click()
    await waitFor(() => expect(titles()).toHaveLength(2))
    expect(screen.queryByText(/shoppers like you/)).toBeNull()
    expect(screen.queryByRole('figure')).toBeNull()
    expect(screen.getByText('Not personal: the most popular items, version 9 (POPULARITY)')).toBeTruthy()
  })
})
