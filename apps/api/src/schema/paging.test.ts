import { queueTraining } from '@trifold/catalog'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApi, testApi } from '../testing/index.ts'

let test: TestApi

beforeAll(async () => {
  test = await testApi()
  for (const seed of [1, 2, 3]) await test.serveModel(seed)
  for (const seed of [1, 2, 3, 4]) await queueTraining(test.pool, { seed })
  // two runs of the same millisecond: the cursor needs the id as well
  await test.pool.query('update training_runs set created_at = (select min(created_at) from training_runs)')
})
afterAll(() => test.close())

interface List {
  edges: { cursor: string; node: { id: string } }[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
}

const ENTRIES = 'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
const query = (field: string) => `query ($first: Int!, $after: String) { ${field} }`

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const LISTS: [string, string, (data: any) => List][] = [
  [
    'items of a category',
    query(`list: items(first: $first, after: $after, category: "category 0") { ${ENTRIES} }`),
    (data) => data.list,
  ],
  ['users', query(`list: users(first: $first, after: $after) { ${ENTRIES} }`), (data) => data.list],
  ['model versions', query(`list: modelVersions(first: $first, after: $after) { ${ENTRIES} }`), (data) => data.list],
  ['training runs', query(`list: trainingRuns(first: $first, after: $after) { ${ENTRIES} }`), (data) => data.list],
  [
    'interactions',
    query(`user(externalId: "u3") { list: interactions(first: $first, after: $after) { ${ENTRIES} } }`),
    (data) => data.user.list,
  ],
]

async function page(document: string, read: (data: never) => List, first: number, after?: string): Promise<List> {
  const { data, errors } = await test.ask(document, { first, after })
  expect(errors).toBeUndefined()
  return read(data as never)
}

describe.each(LISTS)('the list of %s', (_name, document, read) => {
  it('ends exactly where its entries end', async () => {
    const all = await page(document, read, 100)
    const { length } = all.edges
    expect(length).toBeGreaterThan(2)
    expect((await page(document, read, length)).pageInfo.hasNextPage).toBe(false)
    expect((await page(document, read, length - 1)).pageInfo.hasNextPage).toBe(true)
    const last = await page(document, read, 1, all.edges[length - 2]!.cursor)
    expect(last.edges).toEqual(all.edges.slice(-1))
    expect(last.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: last.edges[0]!.cursor,
      endCursor: last.edges[0]!.cursor,
    })
    expect((await page(document, read, 5, all.pageInfo.endCursor!)).edges).toEqual([])
  })

  it('has every entry once, in one order, for any page size', async () => {
    const all = (await page(document, read, 100)).edges
    expect(new Set(all.map((edge) => edge.node.id)).size).toBe(all.length)
    for (const first of [1, 2]) {
      const walked: List['edges'] = []
      for (let after: string | undefined; ;) {
        const { edges, pageInfo } = await page(document, read, first, after)
        expect(pageInfo.hasPreviousPage).toBe(walked.length > 0)
        walked.push(...edges)
        if (!pageInfo.hasNextPage) break
        after = pageInfo.endCursor!
      }
      expect(walked).toEqual(all)
    }
  })
})

it('a list of recommendations ends exactly where its entries end', async () => {
  const document = query(`list: recommendations(externalUserId: "u1", first: $first, after: $after) { ${ENTRIES} }`)
  const read = (data: { list: List }) => data.list
  const first = await page(document, read, 100)
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
  const rest = await page(document, read, 100, first.pageInfo.endCursor!)
  const { length } = rest.edges
  expect(length).toBeGreaterThan(2)
  expect(length).toBeLessThan(100)
  const after = first.pageInfo.endCursor!
  expect((await page(document, read, length, after)).pageInfo).toMatchObject({
    hasNextPage: false,
    hasPreviousPage: true,
  })
  expect((await page(document, read, length - 1, after)).pageInfo.hasNextPage).toBe(true)
})
