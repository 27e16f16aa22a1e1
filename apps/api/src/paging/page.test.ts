import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageOf, type Page } from './page.ts'

const cursorOf = (n: number) => `c${n}`

/** Walk a list of `length` numbers page by page, as a client would. */
function walk(length: number, first: number): number[] {
  const all = Array.from({ length }, (_, n) => n)
  const seen: number[] = []
  let after: string | null = null
  for (;;) {
    const start: number = after === null ? 0 : Number(after.slice(1)) + 1
    const page: Page<number> = pageOf(all.slice(start, start + first + 1), first, after, cursorOf)
    seen.push(...page.edges.map((edge) => edge.node))
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null)
    if (!page.pageInfo.hasNextPage) return seen
    after = page.pageInfo.endCursor
  }
}

describe('a page', () => {
  it('and the ones after it hold every entry once, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), (length, first) => {
        expect(walk(length, first)).toEqual(Array.from({ length }, (_, n) => n))
      }),
    )
  })

  it('that is empty has no cursors', () => {
    expect(pageOf([], 5, undefined, cursorOf).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    })
  })
})
