import { describe, expect, it } from 'vitest'
import {
  domainOfList,
  explanationParts,
  isPersonal,
  type Recommendation,
  type RecommendationList,
  sourceLine,
  withoutFalseReasons,
  withPage,
} from './recommendation-list.ts'

function entry(externalId: string, values: number[] | null): Recommendation {
  return {
    cursor: externalId,
    rank: 1,
    score: 1,
    node: { externalId, title: externalId, category: null, imageUrl: null, price: null },
    explanation: values && {
      baseline: 0,
      score: 0,
      mode: 'OBSERVATIONAL',
      sentence: '',
      components: values.map((value) => ({ kind: 'UNIQUE' as const, modality: 'image', value })),
    },
  }
}

function list(edges: Recommendation[], endCursor: string | null): RecommendationList {
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
  it('appends a page and takes over its cursor', () => {
    const both = withPage(list([entry('a', null)], 'a'), list([entry('b', null)], null))
    expect(both.edges.map(({ node }) => node.externalId)).toEqual(['a', 'b'])
    expect(both.pageInfo).toEqual({ hasNextPage: false, endCursor: null })
  })

  it('keeps an item once when two clicks read the same page', () => {
    const page = list([entry('b', null)], 'b')
    const first = list([entry('a', null)], 'a')
    expect(withPage(withPage(first, page), page).edges).toHaveLength(2)
  })
})

describe('explanationParts and domainOfList', () => {
  it('accept an entry without explanation', () => {
    expect(explanationParts(entry('a', null))).toBeNull()
    expect(domainOfList(list([entry('a', null)], null))).toEqual({ low: 0, high: 1 })
  })

  it('give all entries one axis', () => {
    expect(domainOfList(list([entry('a', [2]), entry('b', [-1, 0.5]), entry('c', null)], null))).toEqual({
      low: -1,
      high: 2,
    })
  })
})

const version = (base: string) => ({ number: 8, base, isMrdib: false })

describe('a list that is not personal', () => {
  const popularModel = { ...list([entry('a', [2])], null), modelVersion: version('popularity') }
  const popularItems = { ...list([entry('a', [2])], null), source: 'POPULAR' as const }

  it('is one of a popularity model, or of the popular items', () => {
    expect(isPersonal(popularModel)).toBe(false)
    expect(isPersonal(popularItems)).toBe(false)
    expect(isPersonal({ source: 'MODEL', modelVersion: version('ease') })).toBe(true)
  })

  it('shows no reason, whatever the API explains', () => {
    for (const shown of [popularModel, popularItems])
      expect(withoutFalseReasons(shown).edges.map(({ explanation }) => explanation)).toEqual([null])
    const personal = { ...list([entry('a', [2])], null), modelVersion: version('vbpr') }
    expect(withoutFalseReasons(personal)).toBe(personal)
  })
})

describe('sourceLine', () => {
  it('names the version and the model', () => {
    expect(sourceLine({ source: 'MODEL', modelVersion: { number: 7, base: 'vbpr', isMrdib: true } })).toBe(
      'Ranked by the model, version 7 (VBPR with MRdIB)',
    )
    expect(sourceLine({ source: 'MODEL', modelVersion: version('vbpr') })).toBe('Ranked by the model, version 8 (VBPR)')
    expect(sourceLine({ source: 'SESSION', modelVersion: version('vbpr') })).toBe(
      'Ranked by the model, for this visit, version 8 (VBPR)',
    )
  })

  it('never calls a popularity list personal', () => {
    expect(sourceLine({ source: 'POPULAR', modelVersion: null })).toBe('Not personal: the most popular items')
    expect(sourceLine({ source: 'MODEL', modelVersion: version('popularity') })).toBe(
      'Not personal: the most popular items, version 8 (POPULARITY)',
    )
  })
})
