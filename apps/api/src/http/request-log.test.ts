import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Answer, type LogLine, type TestApi, testApi } from '../testing/index.ts'

let test: TestApi

beforeAll(async () => void (test = await testApi()))
afterAll(() => test.close())

async function send(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${test.api.url}/graphql?token=tf_admin_in_the_query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as Answer
  return { id: response.headers.get('x-request-id'), answer, status: response.status }
}

const linesOf = async (id: string | null): Promise<LogLine[]> =>
  vi.waitFor(() => {
    const lines = test.log.filter((line) => line.requestId === id)
    expect(lines.length).toBeGreaterThan(0)
    return lines
  })

describe('the request id', () => {
  it('is in the header, in every error and in the log', async () => {
    const { id, answer } = await send({ query: 'query Broken { item { id } items(first: 0) { totalCount } }' })
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.errors?.map((error) => error.extensions)).toEqual([
      { code: 'BAD_USER_INPUT', requestId: id },
      { code: 'BAD_USER_INPUT', requestId: id },
    ])
    expect(await linesOf(id)).toEqual([
      expect.objectContaining({
        level: 'info',
        msg: 'Request answered',
        req: { method: 'POST', path: '/graphql' },
        status: 200,
        operationName: 'Broken',
        milliseconds: expect.any(Number),
      }),
    ])
  })

  it.each([
    ['a syntax error', { query: '{' }, {}],
    ['an unknown field', { query: '{ nothing }' }, {}],
    ['a batch', [{ query: '{ __typename }' }], {}],
    ['a wrong key', { query: '{ __typename }' }, { authorization: 'Bearer wrong' }],
    ['a missing permission', { query: 'mutation { upsertItems(input: { items: [] }) { created } }' }, {}],
  ])('is in the error after %s', async (_name, body, headers: Record<string, string>) => {
    const { id, answer } = await send(body, headers)
    expect(id).toBeTruthy()
    expect(answer.errors?.map((error) => error.extensions.requestId)).toEqual([id])
  })

  it('may come from the caller, unless it is long or has other characters', async () => {
    const given = async (id: string) => (await send({ query: '{ __typename }' }, { 'x-request-id': id })).id
    expect(await given('web-4711.a_b')).toBe('web-4711.a_b')
    expect(await given('x'.repeat(64))).toBe('x'.repeat(64))
    for (const id of ['x'.repeat(65), 'a b', '{"level":60}']) expect(await given(id)).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('is different for every request', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(async () => (await send({ query: '{ __typename }' })).id))
    expect(new Set(ids).size).toBe(4)
  })

  it('is in the answer to a path that does not exist', async () => {
    const response = await fetch(`${test.api.url}/nowhere?user=u1`)
    expect(response.status).toBe(404)
    const [line, ...others] = await linesOf(response.headers.get('x-request-id'))
    expect(line).toMatchObject({ msg: 'Request answered', status: 404, req: { method: 'GET', path: '/nowhere' } })
    expect(others).toEqual([])
  })
})

describe('the log', () => {
  it('holds no key, no user and no parameter, even after an internal error', async () => {
    await test.pool.query('alter table users rename to hidden_users')
    const { id, answer } = await send(
      { query: 'query Who($user: String) { user(externalId: $user) { id } }', variables: { user: 'secret-shopper' } },
      { authorization: `Bearer ${test.adminKey}` },
    )
    await test.pool.query('alter table hidden_users rename to users')
    expect(answer.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR')
    expect((await linesOf(id)).map(({ level, msg }) => [level, msg])).toEqual([
      ['error', 'A field failed'],
      ['info', 'Request answered'],
    ])
    const text = JSON.stringify(test.log)
    expect(text).not.toContain(test.adminKey)
    expect(text).not.toContain('tf_admin_in_the_query')
    expect(text).not.toContain('secret-shopper')
    expect(text).not.toContain('remoteAddress')
  })

  it('keeps of a database error only type, code, message and stack', async () => {
    const { loggingOptions } = await import('./request-log.ts')
    const { default: Fastify } = await import('fastify')
    const lines: LogLine[] = []
    const stream = { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) }
    const err = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (external_id)=(secret-shopper)',
    })
    Fastify(loggingOptions({ level: 'info', stream })).log.error({ err }, 'Failed')
    expect(lines[0]).toMatchObject({ level: 'error', msg: 'Failed' })
    expect(lines[0]?.err).toEqual({ type: 'Error', code: '23505', message: 'duplicate key', stack: err.stack })
  })

  it('has the level of the options: nothing but errors here, and nothing about health checks anywhere', async () => {
    const before = test.log.length
    const quiet = await test.another({ logLevel: 'error' })
    try {
      await fetch(`${quiet.url}/graphql`)
      await fetch(`${quiet.url}/health`)
    } finally {
      await quiet.close()
    }
    await fetch(`${test.api.url}/ready`)
    expect(test.log.slice(before).filter((line) => line.msg === 'Request answered')).toEqual([])
  })
})
