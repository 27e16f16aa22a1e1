import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId } from '../input/index.ts'
import { type Answer, post, type TestApi, testApi } from '../testing/index.ts'

let test: TestApi

beforeAll(async () => {
  test = await testApi()
  await test.serveModel(1)
})
afterAll(() => test.close())

const errorsOf = ({ errors }: Answer) => errors?.map((error) => [error.extensions.code, error.message])
const many = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join(' ')

describe('a document built to exhaust the server', () => {
  it.each([
    ['aliases', `{ ${many(16, (n) => `a${n}: categories`)} }`, 'Syntax Error: Aliases limit of 15 exceeded, found 16.'],
    [
      'aliases of __typename',
      `{ ${many(500, (n) => `a${n}: __typename`)} }`,
      'Syntax Error: Document contains more that 1500 tokens. Parsing aborted.',
    ],
    [
      'few aliases of __typename',
      `{ ${many(20, (n) => `a${n}: __typename`)} }`,
      'Syntax Error: Aliases limit of 15 exceeded, found 20.',
    ],
    [
      'directives',
      `{ __typename ${many(6, () => '@include(if: true)')} }`,
      'Syntax Error: Directives limit of 5 exceeded, found 6.',
    ],
    [
      'unknown directives',
      `{ __typename ${many(60, () => '@aa')} }`,
      'Syntax Error: Directives limit of 5 exceeded, found 60.',
    ],
    [
      'depth',
      `{ users(first: 1) ${'{ edges { node { interactions(first: 1) '.repeat(5)}{ pageInfo { hasNextPage } }${' } } }'.repeat(5)} }`,
      'Syntax Error: Query depth limit of 12 exceeded, found 18.',
    ],
    [
      'tokens',
      `{ ${many(1600, () => '__typename')} }`,
      'Syntax Error: Document contains more that 1500 tokens. Parsing aborted.',
    ],
  ])('%s', async (_name, query, message) => {
    const answer = await test.ask(query)
    expect(answer.data).toBeUndefined()
    expect(errorsOf(answer)!.map(([, text]) => text)).toContain(message)
    expect(answer.status).toBe(400)
  })

  it('a cycle of fragments', async () => {
    const answer = await test.ask('query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }')
    expect(errorsOf(answer)).toContainEqual([
      'GRAPHQL_VALIDATION_FAILED',
      'Cannot spread fragment "a" within itself via "b".',
    ])
  })

  it('cost: first x first, by literals or by variables', async () => {
    const inner = 'edges { node { interactions(first: $n) { edges { node { id weight } } } } }'
    const [literal, variable] = [inner.replace('$n', '100'), inner]
    expect(errorsOf(await test.ask(`{ users(first: 100) { ${literal} } }`))).toEqual([
      ['COST_LIMIT_EXCEEDED', expect.stringMatching(/^This operation costs \d{5}; the limit is 10000\.$/)],
    ])
    const answer = await test.ask(`query ($n: Int!) { users(first: $n) { ${variable} } }`, { n: 100 })
    expect(errorsOf(answer)).toEqual([['COST_LIMIT_EXCEEDED', expect.any(String)]])
    expect(answer.data).toBeUndefined()
  })

  it('a body over the limit, a batch, and nothing at all', async () => {
    const statusOf = async (bytes: number) => {
      const text = '{"query":"{ __typename }","x":""}'
      const body = text.replace('""', `"${'x'.repeat(bytes - text.length)}"`)
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${test.api.url}/graphql`, { method: 'POST', headers, body })).status
    }
    expect([await statusOf(4 * 1024 * 1024), await statusOf(4 * 1024 * 1024 + 1)]).toEqual([200, 413])
    const batch = await post(test.api.url, [{ query: '{ __typename }' }, { query: '{ __typename }' }])
    expect([batch.status, errorsOf(batch)]).toEqual([400, [['BAD_REQUEST', 'Operation batching disabled.']]])
    expect((await post(test.api.url, {})).status).toBe(400)
  })
})

describe('the transport of an operation', () => {
  it('is POST only', async () => {
    const response = await fetch(`${test.api.url}/graphql?query=${encodeURIComponent('{ __typename }')}`)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    const mutation = await fetch(
      `${test.api.url}/graphql?query=${encodeURIComponent('mutation { recordInteractions(input: { interactions: [] }) { recorded } }')}`,
    )
    expect(mutation.status).toBe(405)
  })

  it('is none that a browser may use from a foreign page without a preflight request', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const response = await fetch(`${test.api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{"query":"{ __typename }"}',
      })
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(await response.text()).not.toContain('"data"')
    }
  })

  it('needs a valid key, or none', async () => {
    for (const authorization of ['Bearer nonsense', 'Basic dXNlcjpwYXNz', 'Bearer ', `Bearer ${'x'.repeat(5000)}`]) {
      const response = await fetch(`${test.api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: '{"query":"{ __typename }"}',
      })
      const body = (await response.json()) as Answer
      expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    }
  })
})

describe('text that is code elsewhere', () => {
  const HOSTILE = [
    "' or 1=1 --",
    "'; drop table items; --",
    '$1',
    '${7*7}',
    '%00',
    '\u0000',
    '\\',
    '"',
    '{"$gt":""}',
    '../../etc/passwd',
    '<script>alert(1)</script>',
    '\ud800',
  ]

  it.each([
    ...HOSTILE.map((text) => [JSON.stringify(text), text]),
    ['a hundred thousand letters', 'a'.repeat(100_000)],
  ])('is text: %s', async (shown, text) => {
    const answers = [
      await test.ask('query ($x: String) { item(externalId: $x) { id } }', { x: text }),
      await test.ask('query ($x: String) { user(externalId: $x) { id } }', { x: text }),
      await test.ask('query ($x: String) { items(first: 1, category: $x) { totalCount } }', { x: text }),
      await test.ask('query ($x: ID!) { node(id: $x) { id } }', { x: text }),
      await test.ask('query ($x: ID!) { similarItems(itemId: $x, first: 1) { source } }', { x: text }),
      await test.ask('query ($x: String) { items(first: 1, after: $x) { totalCount } }', { x: text }),
      await test.ask('query ($x: String) { recommendations(externalUserId: $x, first: 1) { source } }', { x: text }),
      await test.ask('query ($x: String) { recommendations(externalUserId: "u1", first: 1, after: $x) { source } }', {
        x: text,
      }),
      await test.ask(
        'mutation ($x: String!) { recordInteractions(input: { interactions: [{ userId: $x, itemId: $x, type: VIEW, idempotencyKey: $x }] }) { recorded userErrors { code } } }',
        { x: text },
      ),
      await test.askAsAdmin(
        'mutation ($x: String!) { upsertItems(input: { items: [{ externalId: $x, title: $x, description: $x, category: $x, imageUrl: $x, currency: $x, priceMinor: 1 }] }) { created userErrors { code } } }',
        { x: text },
      ),
      await test.askAsAdmin(
        'mutation ($x: JSON!) { upsertItems(input: { items: [{ externalId: "json", title: "json", attributes: { text: $x } }] }) { created userErrors { code } } }',
        { x: text },
      ),
      await test.askAsAdmin(
        'mutation ($x: String!) { upsertItemFeatures(input: { modality: $x, dimension: 2, features: [{ itemId: $x, vector: [1, 2] }] }) { stored userErrors { code } } }',
        { x: text },
      ),
      await test.askAsAdmin('mutation ($x: String!) { startTraining(input: { base: $x }) { userErrors { code } } }', {
        x: text,
      }),
      await test.askAsAdmin(
        'mutation ($x: ID!) { promoteModelVersion(input: { id: $x, force: true, reason: "r" }) { userErrors { code } } }',
        { x: text },
      ),
      await test.askAsAdmin(
        `mutation ($x: String!) { promoteModelVersion(input: { id: "${encodeId('ModelVersion', 1)}", force: true, reason: $x }) { userErrors { code } } }`,
        { x: text },
      ),
    ]
    const codes = answers.flatMap((answer) => answer.errors?.map((error) => error.extensions.code) ?? [])
    expect(
      codes.filter((code) => !['INVALID_ID', 'INVALID_CURSOR', 'BAD_USER_INPUT'].includes(code)),
      shown,
    ).toEqual([])
    expect(answers[2]?.data?.items?.totalCount ?? 0).toBe(0)
    expect(Number((await test.pool.query('select count(*) from items')).rows[0].count)).toBeGreaterThanOrEqual(151)
  })
})

describe('what an anonymous caller learns', () => {
  it('is the schema, in development', async () => {
    const answer = await test.ask(getIntrospectionQuery())
    expect(answer.errors).toBeUndefined()
    expect(errorsOf(await test.ask('{ item(externalId: "i1") { titel } }'))).toEqual([
      ['GRAPHQL_VALIDATION_FAILED', 'Cannot query field "titel" on type "Item". Did you mean "title"?'],
    ])
  })

  it('is not the schema, in production', async () => {
    const api = await test.another({ production: true })
    try {
      const hidden = errorsOf(await post(api.url, { query: '{ __schema { types { name } } }' }))
      expect(hidden?.[0]?.[1]).toContain('GraphQL introspection is not allowed')
      expect(errorsOf(await post(api.url, { query: '{ item(externalId: "i1") { titel } }' }))).toEqual([
        ['GRAPHQL_VALIDATION_FAILED', 'Cannot query field "titel" on type "Item".'],
      ])
    } finally {
      await api.close()
    }
  })

  it('is not the cause of an internal error, which only the log has', async () => {
    await test.pool.query('alter table modalities rename to hidden_modalities')
    const answer = await test.askAsAdmin(
      'mutation { upsertItemFeatures(input: { modality: "image", features: [] }) { stored } }',
    )
    await test.pool.query('alter table hidden_modalities rename to modalities')
    expect(errorsOf(answer)).toEqual([
      ['INTERNAL_SERVER_ERROR', 'Internal error. The server has logged it under the request id.'],
    ])
    expect(JSON.stringify(answer)).not.toMatch(/modalities|stack|\.ts/)
    const logged = test.log.find((line) => line.level === 'error')
    expect(logged).toMatchObject({
      msg: 'A field failed',
      path: 'upsertItemFeatures',
      requestId: answer.errors?.[0]?.extensions.requestId,
      err: { message: expect.stringContaining('modalities'), stack: expect.stringContaining('.ts') },
    })
  })

  it('is what an operation costs', async () => {
    const { extensions } = await test.ask('{ recommendations(externalUserId: "u1", first: 10) { edges { score } } }')
    expect(extensions!.cost).toEqual({ cost: 11, limit: 10_000, remaining: 9989 })
    const explained = await test.ask(
      '{ recommendations(externalUserId: "u1", first: 10) { edges { score explanation { score } } } }',
    )
    expect(explained.extensions!.cost!.cost).toBe(121)
  })
})

describe('an id of the wrong type', () => {
  it('is an error for every argument that is an id', async () => {
    const wrong = { Item: encodeId('Item', 1), User: encodeId('User', 1) }
    const ask = (query: string) => test.ask(query).then(errorsOf)
    expect(await ask(`{ item(id: "${wrong.User}") { id } }`)).toEqual([
      ['INVALID_ID', 'This is the id of a User, where the id of an Item is needed.'],
    ])
    expect(await ask(`{ user(id: "${wrong.Item}") { id } }`)).toEqual([
      ['INVALID_ID', 'This is the id of an Item, where the id of a User is needed.'],
    ])
    expect(await ask(`{ recommendations(userId: "${wrong.Item}", first: 1) { source } }`)).toEqual([
      ['INVALID_ID', 'This is the id of an Item, where the id of a User is needed.'],
    ])
    expect(await ask(`{ similarItems(itemId: "${wrong.User}", first: 1) { source } }`)).toEqual([
      ['INVALID_ID', 'This is the id of a User, where the id of an Item is needed.'],
    ])
    expect(await ask(`{ node(id: "${encodeId('ApiKey', 1)}") { id } }`)).toEqual([
      ['INVALID_ID', expect.stringContaining('is not an id of this API.')],
    ])
  })
})
