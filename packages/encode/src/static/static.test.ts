import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encoderContract } from '../testing/contract.ts'
import { startServer } from '../testing/http-server.ts'
import { createStaticEncoder } from './index.ts'

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url))

let dataDir: string
beforeAll(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'static-'))))
afterAll(() => rm(dataDir, { recursive: true }))

const local = (model: string, localModelPath = FIXTURES) =>
  createStaticEncoder({ provider: 'static', model, localModelPath }, { dataDir })

encoderContract('static, word pieces', { modality: 'text', create: () => local('wordpiece') })
encoderContract('static, unigrams with weights', { modality: 'text', create: () => local('unigram') })

describe('compared with the reference library', async () => {
  const expected = JSON.parse(await readFile(join(FIXTURES, 'vectors.json'), 'utf8'))
  it.each(['wordpiece', 'unigram'])('gives the same vectors for %s', async (model) => {
    const encoder = await local(model)
    const outcomes = await encoder.encode(expected.texts)
    for (const [i, vector] of expected[model].entries()) {
      const length = Math.hypot(...vector)
      const outcome = outcomes[i]!
      if (!outcome.ok) throw new Error(outcome.reason)
      for (const [k, value] of vector.entries()) expect(outcome.vector[k]).toBeCloseTo(value / length, 2)
    }
  })
})

it('fails a text without a known word', async () => {
  const [outcome] = await (await local('wordpiece')).encode(['zzz qqq'])
  expect(outcome).toEqual({ ok: false, reason: 'no word of the text is in the model' })
})

it('names the file that a local folder lacks', async () => {
  await expect(local('nothing')).rejects.toMatchObject({ code: 'CONFIGURATION' })
  await expect(local('nothing')).rejects.toThrow(/lacks a file of the model nothing: .*tokenizer\.json$/)
})

it('changes its id with its files', async () => {
  const folder = join(dataDir, 'changed')
  await cp(FIXTURES, folder, { recursive: true })
  const before = await local('wordpiece', folder)
  expect(before.id).toBe((await local('wordpiece')).id)
  const bytes = await readFile(join(folder, 'wordpiece', 'model.safetensors'))
  bytes[bytes.length - 1]! ^= 1
  await writeFile(join(folder, 'wordpiece', 'model.safetensors'), bytes)
  expect((await local('wordpiece', folder)).id).not.toBe(before.id)
})

it('refuses files that are not whole', async () => {
  const folder = join(dataDir, 'broken')
  await cp(FIXTURES, folder, { recursive: true })
  const path = join(folder, 'wordpiece', 'model.safetensors')
  await truncate(path, 600)
  await expect(local('wordpiece', folder)).rejects.toThrow(/is cut short: the file is not whole$/)
  await writeFile(path, 'version https://git-lfs')
  await expect(local('wordpiece', folder)).rejects.toThrow('the file is not in the safetensors format')
  await writeFile(join(folder, 'wordpiece', 'tokenizer.json'), '{"model":')
  await expect(local('wordpiece', folder)).rejects.toThrow(
    /^the model wordpiece in .*broken.wordpiece cannot be loaded: /,
  )
})

describe('from a hub', () => {
  it('downloads once, says how far it is, and gives what a local folder gives', async () => {
    const asked: string[] = []
    const hub = await startServer(async (request, response) => {
      asked.push(request.url!)
      const file = request.url!.split('/').at(-1)!
      const body = await readFile(join(FIXTURES, 'wordpiece', file))
      response.writeHead(200, { 'content-length': body.length }).end(body)
    })
    const messages: string[] = []
    const create = () =>
      createStaticEncoder(
        { provider: 'static', model: 'owner/wordpiece', revision: 'v2', host: hub.url },
        { dataDir, onProgress: ({ message, done, total }) => messages.push(`${message} ${done}/${total}`) },
      )
    const left = join(dataDir, 'models', 'owner', 'wordpiece', 'v2', 'model.safetensors.999999999.partial')
    await mkdir(dirname(left), { recursive: true })
    await writeFile(left, 'half, by a process that was killed')
    const first = await create()
    await create()
    expect((await readdir(dirname(left))).sort()).toEqual(['model.safetensors', 'tokenizer.json'])
    expect(asked).toEqual(['tokenizer.json', 'model.safetensors'].map((file) => `/owner/wordpiece/resolve/v2/${file}`))
    expect(messages).toContain('downloading owner/wordpiece/model.safetensors 1952/1952')
    expect(await first.encode(['green plant'])).toEqual(await (await local('wordpiece')).encode(['green plant']))
    await hub.close()
  })

  it.each([
    ['answers 500', 500],
    ['has no such model', 404],
  ])('ends with one sentence if the hub %s', async (_, status) => {
    const hub = await startServer((_, response) => void response.writeHead(status).end())
    const call = createStaticEncoder({ provider: 'static', model: 'a/b', host: hub.url }, { dataDir })
    await expect(call).rejects.toMatchObject({ code: 'UNREACHABLE' })
    await expect(call).rejects.toThrow(
      `the model a/b cannot be downloaded from ${hub.url} (tokenizer.json: the server answers ${status}): ` +
        'set "localModelPath" to a folder that holds it, "host" to a mirror, or "provider" to packaged, openai or lsa',
    )
    await hub.close()
  })

  it('takes no web page for a model', async () => {
    const page = { 'content-type': 'text/html; charset=utf-8' }
    const hub = await startServer((_, response) => void response.writeHead(200, page).end('<html>Please sign in'))
    const create = () => createStaticEncoder({ provider: 'static', model: 'a/page', host: hub.url }, { dataDir })
    await expect(create()).rejects.toThrow(/\(tokenizer\.json: the answer is a web page\)/)
    await expect(create()).rejects.toMatchObject({ code: 'UNREACHABLE' })
    await hub.close()
  })

  it('keeps no half of a download', async () => {
    const hub = await startServer((_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('{')
      setTimeout(() => response.destroy(), 20)
    })
    const create = () => createStaticEncoder({ provider: 'static', model: 'a/half', host: hub.url }, { dataDir })
    await expect(create()).rejects.toMatchObject({ code: 'UNREACHABLE' })
    await expect(create()).rejects.toMatchObject({ code: 'UNREACHABLE' })
    await hub.close()
    await expect(create()).rejects.toThrow(/ECONNREFUSED/)
  })
})
