import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId } from '../input/index.ts'
import { encodeCursor } from '../paging/index.ts'
import { type TestApi, testApi, COLD_ITEM, HIDDEN, LATECOMER, NEWCOMER, handMadeModel } from '../testing/index.ts'

const LIST = `query ($user: String, $id: ID, $first: Int!, $after: String) {
  recommendations(externalUserId: $user, userId: $id, first: $first, after: $after) {
    recommendationId source fallbackReason modelVersion { number status }
    edges {
      cursor rank score node { externalId isAvailable stock }
      explanation { score baseline mode sentence components { kind modality value } }
    }
    pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
  }
}`

interface Edge {
  cursor: string
  rank: number
  score: number
  node: { externalId: string }
  explanation: {
    score: number
    baseline: number
    mode: string
    sentence: string
    components: { kind: string; modality: string | null; value: number }[]
  } | null
}

let test: TestApi
let version: number

beforeAll(async () => {
  test = await testApi()
  version = await test.serveModel(1)
})
afterAll(() => test.close())

async function list(variables: object) {
  const { data, errors } = await test.ask(LIST, variables)
  expect(errors).toBeUndefined()
  return data!.recommendations as {
    edges: Edge[]
    pageInfo: { hasNextPage: boolean; endCursor: string }
    [field: string]: unknown
  }
}

const names = (edges: Edge[]) => edges.map((edge) => edge.node.externalId)

async function seenBy(user: string): Promise<string[]> {
  const { rows } = await test.pool.query(
    'select distinct i.external_id as id from interactions r join users u on u.id = r.user_id join items i on i.id = r.item_id where u.external_id = $1',
    [user],
  )
  return rows.map((row: { id: string }) => row.id)
}

describe('recommendations of a user the model knows', () => {
  it('are the ranking of the model without seen and unavailable items', async () => {
    const model = handMadeModel(1)
    const seen = await seenBy('u5')
    const excluded = [...seen, ...HIDDEN].map((id) => model.items.indexOf(id)!)
    const expected = model.recommend(5, 40, { exclude: excluded })
    const page = await list({ user: 'u5', first: 40 })
    expect(page).toMatchObject({
      source: 'MODEL',
      fallbackReason: null,
      modelVersion: { number: version, status: 'PRODUCTION' },
    })
    expect(names(page.edges)).toEqual(expected.map(({ item }) => model.items.idOf(item)))
    page.edges.forEach((edge, n) => expect(edge.score).toBeCloseTo(expected[n]!.score, 5))
    expect(page.edges.map((edge) => edge.rank)).toEqual(expected.map((_, n) => n + 1))
    expect(seen.length).toBeGreaterThan(2)
  })

  it('have explanations whose parts add up to the score within 1e-5', async () => {
    const { edges } = await list({ user: 'u7', first: 50 })
    for (const { score, explanation } of edges) {
      const { baseline, components } = explanation!
      expect(Math.abs(baseline + components.reduce((sum, part) => sum + part.value, 0) - score)).toBeLessThan(1e-5)
      expect(Math.abs(explanation!.score - score)).toBeLessThan(1e-5)
      expect(explanation!.mode).toBe('OBSERVATIONAL')
      expect(components.map(({ kind, modality }) => [kind, modality])).toEqual([
        ['UNIQUE', 'image'],
        ['UNIQUE', 'text'],
        ['REDUNDANT', null],
        ['SYNERGY', null],
        ['COLLABORATIVE', null],
      ])
      expect(explanation!.sentence).toMatch(/^[A-Z].+\.$/)
    }
  })

  it('are the same by the global id as by the caller’s own', async () => {
    const id = encodeId('User', await test.keyOf('users', 'u5'))
    expect(names((await list({ id, first: 10 })).edges)).toEqual(names((await list({ user: 'u5', first: 10 })).edges))
  })
})

describe('the pages of a list', () => {
  it('never repeat an item, even where a new model is promoted in between, and keep their explanations', async () => {
    const first = await list({ user: 'u2', first: 30 })
    const other = await test.serveModel(2)
    const second = await list({ user: 'u2', first: 30, after: first.pageInfo.endCursor })
    expect(second.recommendationId).toBe(first.recommendationId)
    expect(second.modelVersion).toEqual({ number: version, status: 'RETIRED' })
    expect(new Set([...names(first.edges), ...names(second.edges)]).size).toBe(60)
    expect(second.edges[0]?.rank).toBe(31)
    for (const { score, explanation } of second.edges) expect(Math.abs(explanation!.score - score)).toBeLessThan(1e-5)
    const fresh = await list({ user: 'u2', first: 30 })
    expect(fresh.modelVersion).toEqual({ number: other, status: 'PRODUCTION' })
    expect(names(fresh.edges)).not.toEqual(names(first.edges))
    await test.askAsAdmin(
      'mutation ($id: ID!) { promoteModelVersion(input: { id: $id, force: true, reason: "Back." }) { userErrors { message } } }',
      {
        id: encodeId('ModelVersion', version),
      },
    )
    await test.serves(version)
  })

  it('end, and leave out items that were hidden meanwhile', async () => {
    const first = await list({ user: 'u3', first: 20 })
    const after = first.pageInfo.endCursor
    const next = await list({ user: 'u3', first: 20, after })
    const gone = next.edges[4]!.node.externalId
    await test.pool.query('update items set is_available = false where external_id = $1', [gone])
    const again = await list({ user: 'u3', first: 20, after })
    expect(names(again.edges)).not.toContain(gone)
    expect(again.edges).toHaveLength(20)
    await test.pool.query('update items set is_available = true where external_id = $1', [gone])
    let [page, count] = [next, 40]
    while (page.pageInfo.hasNextPage) {
      page = await list({ user: 'u3', first: 50, after: page.pageInfo.endCursor })
      count += page.edges.length
    }
    expect(count).toBe(150 - new Set([...HIDDEN, ...(await seenBy('u3'))]).size)
  })

  it('reject the cursors of another user, of another list and of no list', async () => {
    const { pageInfo } = await list({ user: 'u2', first: 5 })
    const codes = async (after: string, user = 'u1') => {
      const { data, errors } = await test.ask(LIST, { user, first: 5, after })
      expect(data).toEqual({ recommendations: null })
      return errors!.map((error) => [error.extensions.code, error.message])
    }
    expect(await codes(pageInfo.endCursor)).toEqual([
      ['INVALID_CURSOR', 'This cursor belongs to the list of another user.'],
    ])
    expect(await codes(encodeCursor('items', 5))).toEqual([
      ['INVALID_CURSOR', `"${encodeCursor('items', 5)}" is not a cursor of this list.`],
    ])
    expect(await codes(encodeCursor('recommendations', '00000000-0000-4000-8000-000000000000', 5))).toEqual([
      ['CURSOR_EXPIRED', 'This list is unknown or older than 24 hours: ask for its first page again.'],
    ])
  })

  it('expire', async () => {
    const { pageInfo, recommendationId } = await list({ user: 'u2', first: 5 })
    await test.pool.query("update recommendation_logs set created_at = now() - interval '25 hours' where id = $1", [
      recommendationId,
    ])
    const { errors } = await test.ask(LIST, { user: 'u2', first: 5, after: pageInfo.endCursor })
    expect(errors![0]?.extensions.code).toBe('CURSOR_EXPIRED')
  })
})

describe('for a user without an interaction', () => {
  it.each([
    [NEWCOMER, 'This user has no interactions yet.'],
    ['nobody at all', 'This user is unknown.'],
  ])('%s gets popular items, and the reason', async (user, reason) => {
    const page = await list({ user, first: 20 })
    expect(page).toMatchObject({ source: 'POPULAR', fallbackReason: reason, modelVersion: null })
    expect(page.edges).toHaveLength(20)
    expect(page.edges.every((edge) => edge.explanation === null)).toBe(true)
    expect(names(page.edges)).not.toEqual(expect.arrayContaining([expect.stringMatching(`^(${HIDDEN.join('|')})$`)]))
    const scores = page.edges.map((edge) => edge.score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })

  it('nor with anything else than low ratings', async () => {
    await test.pool.query("insert into users (external_id) values ('critic') on conflict do nothing")
    await test.pool.query(
      "insert into interactions (user_id, item_id, type, weight, occurred_at) select u.id, i.id, 'RATING', 1, now() from users u, items i where u.external_id = 'critic' and i.external_id = 'i9'",
    )
    const page = await list({ user: 'critic', first: 50 })
    expect(page.source).toBe('POPULAR')
    expect(page.fallbackReason).toBe(
      `The model in production (version ${version}) knows none of the items that this user liked.`,
    )
    expect(names(page.edges)).not.toContain('i9')
  })
})

describe('for a user newer than the model', () => {
  it('the model ranks what their interactions are like, and explains it', async () => {
    const model = handMadeModel(1)
    const seen = await seenBy(LATECOMER)
    const rows = model.foldIn(seen.map((id) => model.items.indexOf(id)!))
    const exclude = [...seen, ...HIDDEN].map((id) => model.items.indexOf(id)!)
    const expected = model.recommend(rows, 100, { exclude })
    const page = await list({ user: LATECOMER, first: 100 })
    expect(page).toMatchObject({ source: 'MODEL', fallbackReason: null, modelVersion: { number: version } })
    expect(names(page.edges)).toEqual(expected.map(({ item }) => model.items.idOf(item)))
    for (const { score, explanation } of page.edges) {
      const { baseline, components } = explanation!
      expect(Math.abs(baseline + components.reduce((sum, part) => sum + part.value, 0) - score)).toBeLessThan(1e-5)
    }
  })
})

describe('for a visitor without an account', () => {
  const SESSION = `query ($recent: [String!], $user: String, $first: Int!, $after: String) {
    recommendations(recentItemIds: $recent, externalUserId: $user, first: $first, after: $after) {
      source fallbackReason modelVersion { number }
      edges { rank score node { externalId } explanation { score } } pageInfo { endCursor }
    }
  }`
  const ask = (variables: object) => test.ask(SESSION, { first: 20, ...variables })

  it('the model ranks what their recent items are like, without these', async () => {
    const model = handMadeModel(1)
    const recent = ['i20', 'i33', 'i20', COLD_ITEM]
    const rows = model.foldIn([20, 33])
    const exclude = [20, 33, ...HIDDEN.map((id) => model.items.indexOf(id)!)]
    const expected = model.recommend(rows, 40, { exclude }).map(({ item }) => model.items.idOf(item))
    const { data } = await ask({ recent })
    const page = data!.recommendations
    expect(page).toMatchObject({ source: 'SESSION', fallbackReason: null, modelVersion: { number: version } })
    expect(names(page.edges)).toEqual(expected.slice(0, 20))
    const next = await ask({ recent: ['i1'], after: page.pageInfo.endCursor })
    expect(names(next.data!.recommendations.edges)).toEqual(expected.slice(20))
    for (const { score, explanation } of [...page.edges, ...next.data!.recommendations.edges]) {
      expect(Math.abs(explanation.score - score)).toBeLessThan(1e-5)
    }
  })

  it('nothing is written about anybody', async () => {
    const count = async () =>
      (await test.pool.query('select (select count(*) from users) u, (select count(*) from interactions) i')).rows[0]
    const before = await count()
    const { data } = await ask({ recent: ['i20'] })
    expect(await count()).toEqual(before)
    const { rows } = await test.pool.query(
      'select user_id, cardinality(history) as history from recommendation_logs order by created_at desc limit 1',
    )
    expect(rows).toEqual([{ user_id: null, history: 1 }])
    const { errors } = await ask({ user: 'u1', after: data!.recommendations.pageInfo.endCursor })
    expect(errors![0]!.message).toBe('This cursor belongs to the list of another user.')
  })

  it.each([
    [[], 'This visitor has no interactions yet.'],
    [[COLD_ITEM], 'The model in production (version 1) knows none of the items that this visitor liked.'],
  ])('the list is of popular items where the model knows none of %j', async (recent, fallbackReason) => {
    const { data } = await ask({ recent })
    expect(data!.recommendations).toMatchObject({ source: 'POPULAR', fallbackReason })
    expect(names(data!.recommendations.edges)).toHaveLength(20)
    for (const id of recent) expect(names(data!.recommendations.edges)).not.toContain(id)
  })

  it.each([
    [{ recent: ['nothing'] }, '"recentItemIds" holds "nothing", which is the external id of no item.'],
    [
      { recent: [encodeId('Item', 1)] },
      `"recentItemIds" holds "${encodeId('Item', 1)}", which is the external id of no item.`,
    ],
    [{ recent: [''] }, 'An id in "recentItemIds" is empty.'],
    [{ recent: Array(101).fill('i1') }, '"recentItemIds" has 101 ids; the limit is 100.'],
    [
      { recent: ['i1'], user: 'u1' },
      'Give "recentItemIds" or a user, not both: the interactions of a user are known already.',
    ],
  ])('%j is an error', async (variables, message) => {
    const { errors } = await ask(variables)
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }])
  })
})

describe('similar items', () => {
  const SIMILAR = `query ($id: ID!, $first: Int!) {
    similarItems(itemId: $id, first: $first) { source fallbackReason modelVersion { number } edges { rank node { externalId } explanation { score } } pageInfo { hasNextPage } }
  }`
  const similar = async (externalId: string, first: number) =>
    test.ask(SIMILAR, { id: encodeId('Item', await test.keyOf('items', externalId)), first })

  it('are those of the model without unavailable ones', async () => {
    const model = handMadeModel(1)
    const expected = model
      .similarItems(10, 20)
      .map(({ item }) => model.items.idOf(item))
      .filter((id) => !HIDDEN.includes(id))
      .slice(0, 12)
    const { data } = await similar('i10', 12)
    expect(data!.similarItems).toMatchObject({
      source: 'SIMILAR',
      fallbackReason: null,
      modelVersion: { number: version },
    })
    expect(names(data!.similarItems.edges)).toEqual(expected)
  })

  it('of an item newer than the model are popular items, with the reason', async () => {
    const { data } = await similar(COLD_ITEM, 5)
    expect(data!.similarItems).toMatchObject({
      source: 'POPULAR',
      fallbackReason: `This item is newer than the model in production (version ${version}).`,
    })
    expect(names(data!.similarItems.edges)).not.toContain(COLD_ITEM)
  })

  it('of no item are null', async () => {
    expect((await test.ask(SIMILAR, { id: encodeId('Item', 999_999), first: 3 })).data).toEqual({ similarItems: null })
  })
})
