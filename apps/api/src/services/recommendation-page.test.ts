import { describe, expect, it, vi } from 'vitest'
import type { ExplainedScore } from './explanation.ts'
import type { RecommendationList } from './recommendation-list.ts'
import { cutPage } from './recommendation-page.ts'

const LIST: RecommendationList = {
  id: '0b6f2f0e-3a52-4d6f-9f0a-0a7a4b7ad001',
  userId: 1,
  modelVersionId: 2,
  source: 'MODEL',
  fallbackReason: null,
  itemIds: [50, 40, 30, 20, 10],
  scores: [5, 4, 3, 2, 1],
  history: [60],
}
const always = () => true
const ranks = (afterRank: number, first: number, isAvailable: (itemId: number) => boolean = always) => {
  const { edges, pageInfo } = cutPage(LIST, { first, afterRank, isAvailable }, () => null)
  return [edges.map((edge) => edge.rank), pageInfo.hasPreviousPage, pageInfo.hasNextPage]
}

describe('a page of a list of recommendations', () => {
  it('begins after its rank, and knows whether the list goes on', () => {
    expect(ranks(0, 2)).toEqual([[1, 2], false, true])
    expect(ranks(2, 2)).toEqual([[3, 4], true, true])
    expect(ranks(3, 2)).toEqual([[4, 5], true, false])
    expect(ranks(0, 5)).toEqual([[1, 2, 3, 4, 5], false, false])
    expect(ranks(5, 2)).toEqual([[], true, false])
  })

  it('leaves unavailable items out, and the others keep their ranks', () => {
    expect(ranks(0, 2, (itemId) => itemId !== 40)).toEqual([[1, 3], false, true])
    expect(ranks(2, 2, (itemId) => itemId > 20)).toEqual([[3], true, false])
  })

  it('explains all its entries by one call, each with its own explanation, and only on demand', () => {
    const explain = vi.fn((itemIds: readonly number[]) => itemIds.map((id) => ({ score: id }) as ExplainedScore))
    const { edges } = cutPage(LIST, { first: 2, afterRank: 1, isAvailable: always }, explain)
    expect(explain).not.toHaveBeenCalled()
    expect(edges.map((edge) => edge.explain()?.score)).toEqual([40, 30])
    expect(explain.mock.calls).toEqual([[[40, 30]]])
  })
})
