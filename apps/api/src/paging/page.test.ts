import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCursor } from './cursor.ts'
import { keysetPage, pageOf, type PageArguments } from './page.ts'

const edgeOf = (n: number) => ({ cursor: `c${n}`, node: n })
const numbers = (length: number) => Array.from({ length }, (_, n) => n)

describe('pageOf', () => {
  it.each([
    { rows: 0, first: 1, edges: 0, hasNextPage: false },
    { rows: 1, first: 1, edges: 1, hasNextPage: false },
    { rows: 2, first: 1, edges: 1, hasNextPage: true },
    { rows: 4, first: 5, edges: 4, hasNextPage: false },
    { rows: 5, first: 5, edges: 5, hasNextPage: false },
    { rows: 6, first: 5, edges: 5, hasNextPage: true },
    { rows: 60, first: 5, edges: 5, hasNextPage: true },
  ])('cuts a page of $first out of $rows rows: $edges, next page $hasNextPage', ({ rows, first, ...expected }) => {
    const page = pageOf(numbers(rows), first, false, edgeOf)
    expect({ edges: page.edges.length, hasNextPage: page.pageInfo.hasNextPage }).toEqual(expected)
    expect(page.edges).toEqual(numbers(expected.edges).map(edgeOf))
  })

  it('gives the cursors of its first and last entry', () => {
    expect(pageOf([3, 4, 5, 6], 3, true, edgeOf).pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: true,
      startCursor: 'c3',
      endCursor: 'c5',
    })
  })

  it('has no cursors if it is empty', () => {
    expect(pageOf([], 5, false, edgeOf).pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    })
  })
})

describe('keysetPage', () => {
  /** A page of the list 1, 2, ... `length`, and the number of rows that it fetched. */
  async function page(length: number, args: PageArguments) {
    let fetched = 0
    const result = await keysetPage(
      'items',
      args,
      async (limit, after) => {
        const rows = numbers(length)
          .map((n) => n + 1)
          .filter((n) => n > Number(after?.[0] ?? 0))
          .slice(0, limit)
        fetched = rows.length
        return rows
      },
      (n) => [n],
    )
    return { ...result, fetched }
  }

  it('walks a list once, in order, without an empty page at the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), async (length, first) => {
        const seen: number[] = []
        let after: string | null = null
        let pages = 0
        for (;;) {
          const { edges, pageInfo, fetched } = await page(length, { first, after })
          expect(pageInfo.hasPreviousPage).toBe(pages > 0)
          expect(fetched).toBeLessThanOrEqual(first + 1)
          seen.push(...edges.map((edge) => edge.node))
          pages++
          if (!pageInfo.hasNextPage) break
          after = pageInfo.endCursor
        }
        expect(seen).toEqual(numbers(length).map((n) => n + 1))
        expect(pages).toBe(Math.ceil(length / first))
      }),
    )
  })

  it('encodes the keys of each entry in its cursor', async () => {
    const { edges } = await page(3, { first: 2 })
    expect(edges.map((edge) => edge.cursor)).toEqual([encodeCursor('items', 1), encodeCursor('items', 2)])
  })

  it.each([0, -1, 101])('rejects first: %i before it fetches', async (first) => {
    await expect(page(3, { first })).rejects.toThrow(`"first" must be between 1 and 100; it was ${first}.`)
  })

  it('rejects the cursor of another list', async () => {
    await expect(page(3, { first: 1, after: encodeCursor('users', 1) })).rejects.toThrow(
      'is not a cursor of this list.',
    )
  })
})
