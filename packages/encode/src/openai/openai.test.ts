import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'
import { encoderContract } from '../testing/contract.ts'
import { startServer, type TestServer } from '../testing/http-server.ts'
import { createOpenaiEncoder } from './index.ts'

interface Call {
  path: string
  headers: IncomingHttpHeaders
  body: { model: string; input: string[]; dimensions?: number }
}

/** A vector that depends on the text alone. */
const embedding = (text: string, dimension = 16) =>
  Array.from(createHash('sha512').update(text).digest().subarray(0, dimension), (byte) => byte - 127.5)

const json = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

const answerWell = (response: ServerResponse, { body }: Call, dimension = 16) => {
  const data = body.input.map((text, index) => ({ object: 'embedding', index, embedding: embedding(text, dimension) }))
  json(response, 200, { object: 'list', data: data.reverse() })
}

let server: TestServer
let contractServer: TestServer
let calls: Call[]
let answer: (response: ServerResponse, call: Call, number: number) => void

const start = async () => {
  calls = []
  answer = (response, call) => answerWell(response, call)
  return startServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const call = { path: request.url!, headers: request.headers, body: JSON.parse(text) }
    calls.push(call)
    answer(response, call, calls.length)
  })
}
beforeEach(async () => void (server = await start()))
afterEach(() => server.close())
afterAll(() => contractServer.close())

type Options = Partial<Parameters<typeof createOpenaiEncoder>[0]>
const create = (options: Options = {}) =>
  createOpenaiEncoder({ provider: 'openai', baseUrl: `${server.url}/v1`, model: 'nomic-embed-text', ...options })
const ok = [{ ok: true }]

encoderContract('openai', {
  modality: 'text',
  create: async () => {
    contractServer ??= await startServer(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      answerWell(response, { path: '', headers: {}, body: JSON.parse(text) })
    })
    return createOpenaiEncoder({ provider: 'openai', baseUrl: contractServer.url, model: 'test', batchSize: 16 })
  },
})

it('sends the model, the key and batches of the size that was set', async () => {
  const encoder = await create({ apiKey: 'sk-secret', batchSize: 2, prefix: 'query: ' })
  expect((await encoder.encode(['a', 'b', 'c'])).every(({ ok }) => ok)).toBe(true)
  expect(calls.map(({ path }) => path)).toEqual(Array(3).fill('/v1/embeddings'))
  expect(calls.slice(1).map(({ body }) => body.input)).toEqual([['query: a', 'query: b'], ['query: c']])
  expect(calls[1]!.headers.authorization).toBe('Bearer sk-secret')
  expect(calls[1]!.body).toMatchObject({ model: 'nomic-embed-text', encoding_format: 'float' })
  expect(encoder.id).toBe(`openai:${server.host}/v1/nomic-embed-text@1:float32-16:text-1-8000-query%3A%20`)
})

it('asks for shorter vectors if it is told so', async () => {
  answer = (response, call) => answerWell(response, call, call.body.dimensions)
  expect((await create({ dimension: 8, shorten: true })).dimension).toBe(8)
  expect(calls[0]!.body.dimensions).toBe(8)
})

it('waits as long as Retry-After says', async () => {
  answer = (response, call, number) =>
    number === 1 ? json(response, 429, { error: 'busy' }, { 'retry-after': '1' }) : answerWell(response, call)
  const started = performance.now()
  expect(await (await create()).encode(['a'])).toMatchObject(ok)
  expect(performance.now() - started).toBeGreaterThan(950)
  expect(calls).toHaveLength(3)
})

it('tries again after a 500 and a lost connection', async () => {
  answer = (response, call, number) => {
    if (number === 1) return json(response, 500, { error: 'oops' })
    if (number === 2) return response.destroy()
    answerWell(response, call)
  }
  expect(await (await create()).encode(['a'])).toMatchObject(ok)
  expect(calls).toHaveLength(4)
})

it.each([
  [429, 'SERVER', /answers 429: it limits requests, still after 2 tries: continue later$/],
  [500, 'SERVER', /answers 500: 500 .*, after 2 tries$/],
  [401, 'SERVER', /answers 401: check "apiKey"$/],
  [404, 'SERVER', /answers 404: check "baseUrl" and whether the server has the model "nomic-embed-text"$/],
])('ends with one sentence after %i', async (status, code, message) => {
  answer = (response) => json(response, status, { error: { message: 'no' } }, { 'retry-after-ms': '5' })
  const error = await create({ maxRetries: 1, apiKey: 'sk-secret' }).catch((error) => error)
  expect(error).toMatchObject({ code })
  expect(error.message).toMatch(message)
  expect(error.message).not.toContain('sk-secret')
  expect(calls).toHaveLength(status === 429 || status === 500 ? 2 : 1)
})

it('fails a later batch as a whole when the server goes away, and says so', async () => {
  const encoder = await create({ maxRetries: 0 })
  await server.close()
  await expect(encoder.encode(['a'])).rejects.toMatchObject({ code: 'UNREACHABLE' })
  await expect(encoder.encode(['a'])).rejects.toThrow(/cannot be reached, after 1 try: .*ECONNREFUSED/)
})

it('gives up a try after the time limit', async () => {
  answer = () => {}
  await expect(create({ timeout: 100, maxRetries: 0 })).rejects.toThrow(/does not answer within 0.1 s, after 1 try$/)
})

it('refuses vectors of another length, at once and later', async () => {
  await expect(create({ dimension: 768 })).rejects.toThrow(
    /gives vectors of 16 numbers, but "dimension" is 768: correct it or choose another model$/,
  )
  const encoder = await create()
  answer = (response, call) => answerWell(response, call, 8)
  await expect(encoder.encode(['a'])).rejects.toMatchObject({ code: 'DIMENSION' })
})

it('finds the one text that the server refuses', async () => {
  const encoder = await create()
  answer = (response, call) =>
    call.body.input.includes('bad')
      ? json(response, 400, { error: { message: 'too long' } })
      : answerWell(response, call)
  const outcomes = await encoder.encode(['a', 'b', 'bad', 'c', 'd', 'e', 'f'])
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, true, true, true, true])
  expect(outcomes[2]).toEqual({ ok: false, reason: 'the server refuses this text: 400 too long' })
})

it.each([
  ['fewer vectors', { data: [] }],
  ['another form', { embeddings: [[1, 2]] }],
  ['base64', { data: [{ index: 0, embedding: 'AAAA' }] }],
])('refuses an answer of %s', async (_, body) => {
  answer = (response) => json(response, 200, body)
  await expect(create()).rejects.toThrow(/does not answer as OpenAI's \/embeddings does: check "baseUrl"$/)
})

it('refuses a page in place of an answer', async () => {
  answer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
  await expect(create()).rejects.toMatchObject({ code: 'SERVER' })
})

it('stops waiting for a server when the signal aborts', async () => {
  const encoder = await create()
  answer = () => {}
  const controller = new AbortController()
  setTimeout(() => controller.abort(new Error('enough')), 30)
  await expect(encoder.encode(['a'], controller.signal)).rejects.toThrow('enough')
})
