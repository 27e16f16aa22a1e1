import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startApi } from './server.ts'
import { type TestApi, testApi } from './testing/index.ts'

let test: TestApi

beforeAll(async () => void (test = await testApi()))
afterAll(() => test.close())

describe('beside GraphQL, the server', () => {
  it('reports its health and its model', async () => {
    expect(await (await fetch(`${test.api.url}/health`)).json()).toEqual({ status: 'ok' })
    const ready = await fetch(`${test.api.url}/ready`)
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', database: 'up', model: { version: null, error: null } },
    ])
  })

  it('serves lists without any model', async () => {
    const { data } = await test.ask(
      '{ recommendations(externalUserId: "u1", first: 3) { source fallbackReason edges { rank } } }',
    )
    expect(data!.recommendations).toEqual({
      source: 'POPULAR',
      fallbackReason: 'No model is in production yet.',
      edges: [{ rank: 1 }, { rank: 2 }, { rank: 3 }],
    })
  })

  it('serves photos with a long cache time, and no file outside their folder', async () => {
    const { readdir } = await import('node:fs/promises')
    const [photo] = (await readdir(new URL('../../../demo/images/', import.meta.url))).filter((name) =>
      name.endsWith('.webp'),
    )
    const response = await fetch(`${test.api.url}/media/${photo}`)
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      200,
      'image/webp',
      'public, max-age=2592000',
    ])
    for (const path of ['..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', '', 'none.webp']) {
      expect((await fetch(`${test.api.url}/media/${path}`)).status, path).toBeGreaterThanOrEqual(400)
    }
  })

  it('answers pages of any origin', async () => {
    const response = await fetch(`${test.api.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    })
    expect([
      response.status,
      response.headers.get('access-control-allow-origin'),
      response.headers.get('access-control-allow-headers'),
    ]).toEqual([204, '*', 'content-type,authorization'])
  })
})

describe('a server whose database connections all break', () => {
  it('reconnects, and is notified of promotions again', async () => {
    await test.pool
      .query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
      .catch(() => undefined)
    await vi.waitFor(
      async () =>
        expect((await test.ask('{ users(first: 1) { edges { node { externalId } } } }')).errors).toBeUndefined(),
      { timeout: 10_000 },
    )
    const { data } = await test.ask('{ recommendations(externalUserId: "u1", first: 3) { edges { rank } } }')
    expect(data!.recommendations.edges).toHaveLength(3)
    await test.serves(await test.serveModel(1))
  })
})

describe('a server that cannot start', () => {
  it('reports a missing database in one sentence', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'trifold-api-'))
    await expect(
      startApi({
        databaseUrl: 'postgres://nobody@127.0.0.1:9/none',
        dataDir,
        port: 0,
        production: false,
        logLevel: 'silent',
      }),
    ).rejects.toThrow(/127\.0\.0\.1:9/)
  })

  it('leaves nothing open where the port is taken', async () => {
    const port = Number(new URL(test.api.url).port)
    await expect(test.another({ port })).rejects.toThrow('EADDRINUSE')
    await expect
      .poll(async () => {
        const { rows } = await test.pool.query(
          "select count(*)::int as n from pg_stat_activity where datname = current_database() and query ilike 'listen%'",
        )
        return rows[0].n
      })
      .toBe(2)
  })
})
