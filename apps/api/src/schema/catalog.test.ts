import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId } from '../input/index.ts'
import { encodeCursor } from '../paging/index.ts'
import { type TestApi, testApi } from '../testing/index.ts'

let test: TestApi
let item: string
let user: string

beforeAll(async () => {
  test = await testApi()
  item = encodeId('Item', await test.keyOf('items', 'i7'))
  user = encodeId('User', await test.keyOf('users', 'u7'))
})
afterAll(() => test.close())

const data = async (query: string, variables: object = {}) => {
  const answer = await test.ask(query, variables)
  expect(answer.errors).toBeUndefined()
  return answer.data!
}
const errorOf = async (query: string, variables: object = {}) => {
  const { errors } = await test.ask(query, variables)
  return errors?.map((error) => [error.extensions.code, error.message])
}

describe('an item', () => {
  const FIELDS =
    'id externalId title category imageUrl price { amountMinor currency formatted } stock isAvailable attributes'

  it('is found by either id, and by node', async () => {
    const { a, b, node } = await data(
      `query ($id: ID!) { a: item(id: $id) { ${FIELDS} } b: item(externalId: "i7") { ${FIELDS} } node(id: $id) { id ... on Item { ${FIELDS} } } }`,
      { id: item },
    )
    expect(a).toEqual({
      id: item,
      externalId: 'i7',
      title: 'Item i7',
      category: 'category 3',
      imageUrl: '/media/i7.webp',
      price: { amountMinor: 800, currency: 'EUR', formatted: '€8.00' },
      stock: 9,
      isAvailable: true,
      attributes: {},
    })
    expect(b).toEqual(a)
    expect(node).toEqual(a)
  })

  it('that does not exist is null', async () => {
    const gone = encodeId('Item', 123_456)
    expect(
      await data(
        'query ($id: ID!) { item(id: $id) { id } byName: item(externalId: "no such") { id } node(id: $id) { id } }',
        { id: gone },
      ),
    ).toEqual({
      item: null,
      byName: null,
      node: null,
    })
  })

  it('needs exactly one id of the right type', async () => {
    expect(await errorOf('{ item { id } }')).toEqual([
      ['BAD_USER_INPUT', 'Give exactly one of "id" and "externalId"; none was given.'],
    ])
    expect(await errorOf(`{ item(id: "${item}", externalId: "i7") { id } }`)).toEqual([
      ['BAD_USER_INPUT', 'Give exactly one of "id" and "externalId"; both were given.'],
    ])
    expect(await errorOf(`{ item(id: "${user}") { id } }`)).toEqual([
      ['INVALID_ID', 'This is the id of a User, where the id of an Item is needed.'],
    ])
    expect(await errorOf('{ node(id: "Item:7") { id } }')).toEqual([
      ['INVALID_ID', '"Item:7" is not an id of this API.'],
    ])
  })
})

describe('lists', () => {
  it('are walked page by page, every entry once', async () => {
    const seen: string[] = []
    let after: string | null = null
    do {
      const { items } = await data(
        'query ($after: String) { items(first: 40, after: $after) { totalCount edges { node { externalId } } pageInfo { hasNextPage endCursor } } }',
        { after },
      )
      expect(items.totalCount).toBe(151)
      seen.push(...items.edges.map((edge: { node: { externalId: string } }) => edge.node.externalId))
      after = items.pageInfo.hasNextPage ? items.pageInfo.endCursor : null
    } while (after)
    expect(new Set(seen).size).toBe(151)
    expect(seen).toHaveLength(151)
  })

  it('of one category hold it only', async () => {
    const { items, categories } = await data(
      '{ categories items(first: 100, category: "category 2") { totalCount edges { node { category } } } }',
    )
    expect(categories).toEqual(['category 0', 'category 1', 'category 2', 'category 3', 'category 4'])
    expect(items.totalCount).toBe(items.edges.length)
    expect(new Set(items.edges.map((edge: { node: { category: string } }) => edge.node.category))).toEqual(
      new Set(['category 2']),
    )
  })

  it.each([0, -1, 101, 2147483647])('of %i entries are an error', async (first) => {
    for (const field of ['items', 'users', 'modelVersions', 'trainingRuns']) {
      expect(await errorOf(`query ($n: Int!) { ${field}(first: $n) { edges { cursor } } }`, { n: first })).toEqual(
        first > 10_000
          ? [['COST_LIMIT_EXCEEDED', expect.stringContaining('the limit is 10000')]]
          : [['BAD_USER_INPUT', `"first" must be between 1 and 100; it was ${first}.`]],
      )
    }
  })

  it('reject the cursors of other lists', async () => {
    for (const field of ['items', 'modelVersions', 'trainingRuns']) {
      const cursor = encodeCursor('users', 3)
      expect(await errorOf(`{ ${field}(first: 3, after: "${cursor}") { edges { cursor } } }`)).toEqual([
        ['INVALID_CURSOR', `"${cursor}" is not a cursor of this list.`],
      ])
    }
  })
})

describe('the interactions of a user', () => {
  const INTERACTIONS = `query ($id: ID!, $first: Int!, $after: String) {
    user(id: $id) { externalId interactions(first: $first, after: $after) { edges { node { id type weight occurredAt item { externalId } } } pageInfo { hasNextPage hasPreviousPage endCursor } } }
  }`

  it('comes newest first, page by page', async () => {
    const all = (await data(INTERACTIONS, { id: user, first: 100 })).user.interactions
    expect(all.edges).toHaveLength(6)
    const times = all.edges.map((edge: { node: { occurredAt: string } }) => edge.node.occurredAt)
    expect(times).toEqual([...times].sort().reverse())
    const first = (await data(INTERACTIONS, { id: user, first: 4 })).user.interactions
    const second = (await data(INTERACTIONS, { id: user, first: 4, after: first.pageInfo.endCursor })).user.interactions
    expect([...first.edges, ...second.edges]).toEqual(all.edges)
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
  })
})
