import { afterEach, describe, expect, it } from 'vitest'
import { ShopperDocument } from '../gql/graphql.ts'
import { type Asked, json, type Reply, standIn } from '../testing/api.ts'
import { apiSocketUrl } from './address.ts'
import { ask } from './client.ts'

let close: (() => Promise<void>) | null = null
afterEach(async () => {
  await close?.()
  close = null
})

async function replying(reply: Reply): Promise<Asked[]> {
  const asked: Asked[] = []
  const api = await standIn((one) => {
    asked.push(one)
    return reply
  })
  close = api.close
  return asked
}

const user = { externalId: 'a', displayName: 'Ada', attributes: {} }

describe('ask', () => {
  it('sends the document and its variables, and a key only where one is given', async () => {
    const asked = await replying(json({ data: { user } }))
    expect(await ask(ShopperDocument, { externalId: 'a' })).toEqual({ data: { user }, problem: null })
    await ask(ShopperDocument, { externalId: 'a' }, 'tf_admin_x')
    expect(asked[0]).toMatchObject({ variables: { externalId: 'a' }, query: expect.stringContaining('query Shopper(') })
    expect(asked[0].headers.authorization).toBeUndefined()
    expect(asked[1].headers.authorization).toBe('Bearer tf_admin_x')
  })

  it('keeps what arrived beside what failed', async () => {
    await replying(
      json({ data: { user: null }, errors: [{ message: 'The model is gone.', extensions: { code: 'MODEL' } }] }),
    )
    expect(await ask(ShopperDocument, { externalId: 'a' })).toEqual({
      data: { user: null },
      problem: { kind: 'refused', code: 'MODEL', sentence: 'The model is gone.' },
    })
  })

  it.each<[string, Reply]>([
    ['a page of somebody else', { body: '<html>', type: 'text/html' }],
    ['half an answer', { body: '{"data":' }],
  ])('takes %s for an API that does not answer', async (_name, reply) => {
    await replying(reply)
    expect((await ask(ShopperDocument, { externalId: 'a' })).problem?.kind).toBe('unreachable')
  })

  it('does not throw when nobody listens', async () => {
    await replying(json({}))
    const { close: gone } = await standIn(() => json({}))
    const url = process.env.API_URL
    await gone()
    process.env.API_URL = url
    expect(await ask(ShopperDocument, { externalId: 'a' })).toMatchObject({
      data: null,
      problem: { kind: 'unreachable' },
    })
  })
})

describe('the address', () => {
  it('is the same for subscriptions, over WebSocket', async () => {
    const api = await standIn(() => json({}))
    close = api.close
    expect(apiSocketUrl()).toBe(`${api.url.replace('http', 'ws')}/graphql`)
  })
})
