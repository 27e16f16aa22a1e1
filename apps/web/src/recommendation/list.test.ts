import { describe, expect, it } from 'vitest'
import { axisOf, type Entry, reasonOf, type RecommendationList, withPage } from './list.ts'

function entry(externalId: string, values: number[] | null): Entry {
  return {
    cursor: externalId,
    rank: 1,
    score: 1,
    node: { externalId, title: externalId, category: null, imageUrl: null, price: null },
    explanation: values && {
      baseline: 0,
      score: 0,
      reading: 'OBSERVATIONAL',
      sentence: '',
      components: values.map((value) => ({ kind: 'UNIQUE' as const, modality: 'image', value })),
    },
  }
}

function list(edges: Entry[], endCursor: string | null): RecommendationList {
  return {
    recommendationId: 'r1',
    source: 'MODEL',
    fallbackReason: null,
    modelVersion: null,
    edges,
    pageInfo: { hasNextPage: endCursor !== null, endCursor },
  }
}

describe('withPage', () => {
  it('appends a page and goes on from its cursor', () => {
    const both = withPage(list([entry('a', null)], 'a'), list([entry('b', null)], null))
    expect(both.edges.map(({ node }) => node.externalId)).toEqual(['a', 'b'])
    expect(both.pageInfo).toEqual({ hasNextPage: false, endCursor: null })
  })

  it('keeps an item once, even if two presses fetched the same page', () => {
    const page = list([entry('b', null)], 'b')
    const first = list([entry('a', null)], 'a')
    expect(withPage(withPage(first, page), page).edges).toHaveLength(2)
  })
})

describe('reasonOf and axisOf', () => {
  it('have nothing to say about an entry without explanation', () => {
    expect(reasonOf(entry('a', null))).toBeNull()
    expect(axisOf(list([entry('a', null)], null))).toEqual({ low: 0, high: 1 })
  })

  it('span one axis over all entries', () => {
    expect(axisOf(list([entry('a', [2]), entry('b', [-1, 0.5]), entry('c', null)], null))).toEqual({ low: -1, high: 2 })
  })
})
