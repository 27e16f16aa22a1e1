import { afterEach, describe, expect, it } from 'vitest'
import { ShopperDocument } from '../gql/graphql.ts'
import { type ApiRequest, json, type Reply, startTestApi } from '../testing/index.ts'
import { apiSocketUrl, ask } from './client.ts'

let close: (() => Promise<void>) | null = null
afterEach(async () => {
  await close?.()
  close = null
})

async function replying(reply: Reply): Promise<ApiRequest[]> {
  const requests: ApiRequest[] = []
  const api = await startTestApi((one) => {
    requests.push(one)
    return reply
  })
  close = api.close
  return requests
}

const user = { externalId: 'a', displayName: 'Ada', attributes: {} }

describe('ask', () => {
  it('sends the document and its variables, and a key only where one is given', async () => {
    const requests = await replying(json({ data: { user } }))
    expect(await ask(ShopperDocument, { externalId: 'a' })).toEqual({ data: { user }, error: null })
    await ask(ShopperDocument, { externalId: 'a' }, 'tf_admin_x')
    expect(requests[0]).toMatchObject({
      variables: { externalId: 'a' },
      query: expect.stringContaining('query Shopper('),
    })
    expect(requests[0]?.headers.authorization).toBeUndefined()
    expect(requests[1]?.headers.authorization).toBe('Bearer tf_admin_x')
  })

  it('keeps the data of an answer that also has an error', async () => {
    await replying(
      json({ data: { user: null }, errors: [{ message: 'The model is gone.', extensions: { code: 'MODEL' } }] }),
    )
    expect(await ask(ShopperDocument, { externalId: 'a' })).toEqual({
      data: { user: null },
      error: { kind: 'rejected', code: 'MODEL', message: 'The model is gone.' },
    })
  })

  it.each<[string, Reply]>([
    ['an HTML page', { body: '<html>', type: 'text/html' }],
    ['half an answer', { body: '{"data":' }],
  ])('reports %s as an API that does not answer', async (_name, reply) => {
    await replying(reply)
    expect((await ask(ShopperDocument, { externalId: 'a' })).error?.kind).toBe('unreachable')
  })

  it('does not throw without a server', async () => {
    await replying(json({}))
    const { close: gone } = await startTestApi(() => json({}))
    const url = process.env.API_URL
    await gone()
    process.env.API_URL = url
    expect(await ask(ShopperDocument, { externalId: 'a' })).toMatchObject({
      data: null,
      error: { kind: 'unreachable' },
    })
  })
})

describe('the address', () => {
  it('is the same for subscriptions, over WebSocket', async () => {
    const api = await startTestApi(() => json({}))
    close = api.close
    expect(apiSocketUrl()).toBe(`${api.url.replace('http', 'ws')}/graphql`)
  })
})
