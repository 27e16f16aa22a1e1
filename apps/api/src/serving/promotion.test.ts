import { rm } from 'node:fs/promises'
import { artifactStore, productionModel } from '@trifold/catalog'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../server.ts'
import { type Answer, post, type TestApi, testApi } from '../testing/index.ts'

const LIST =
  '{ recommendations(externalUserId: "u1", first: 20) { source fallbackReason modelVersion { number } edges { score explanation { score } node { title } } } }'

let test: TestApi
let second: Api

beforeAll(async () => {
  test = await testApi()
  second = await test.another()
  await test.serves(await test.serveModel(1), second.url)
})
afterAll(async () => {
  await second.close()
  await test.close()
})

describe('a promotion', () => {
  it('reaches every server, while none drops a request or mixes two models in one answer', async () => {
    const answers: Answer[] = []
    let running = true
    const callers = [test.api.url, second.url].map(async (url) => {
      while (running) answers.push(await post(url, { query: LIST }))
    })
    const versions: number[] = []
    for (const seed of [2, 3]) {
      const version = await test.serveModel(seed)
      await test.serves(version, second.url)
      versions.push(version)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
    running = false
    await Promise.all(callers)
    const seen = new Set<number>()
    for (const { errors, data } of answers) {
      expect(errors).toBeUndefined()
      const list = data!.recommendations
      seen.add(list.modelVersion.number)
      expect(list.edges).toHaveLength(20)
      for (const { score, explanation } of list.edges) expect(Math.abs(explanation.score - score)).toBeLessThan(1e-5)
    }
    expect([...seen]).toEqual(expect.arrayContaining(versions))
  })

  it('is noticed without a notification too', async () => {
    const newest = (await test.prisma.modelVersion.findMany({ orderBy: { id: 'asc' } }))[1]!
    await test.pool.query("update model_versions set status = 'RETIRED' where status = 'PRODUCTION'")
    await test.pool.query("update model_versions set status = 'PRODUCTION' where id = $1", [newest.id])
    await test.serves(newest.id)
    await test.serves(newest.id, second.url)
  })
})

describe('a model in production that cannot be loaded', () => {
  it('nulls what needs it and leaves the rest of the page', async () => {
    const version = (await productionModel(test.prisma))!
    await rm(artifactStore(test.dataDir).pathOf(version.artifactPath), { recursive: true })
    const fresh = await test.another()
    try {
      const reason = `Model version ${version.id} is in production, but could not be loaded.`
      const query = `{ item(externalId: "i1") { id title } recommendations(externalUserId: "u1", first: 3) { source fallbackReason edges { rank } } }`
      const { data, errors } = await post(fresh.url, { query })
      expect(errors).toBeUndefined()
      expect(data!.recommendations).toMatchObject({ source: 'POPULAR', fallbackReason: reason })
      const similar = await post(fresh.url, {
        query: `{ item(externalId: "i1") { title } similarItems(itemId: "${data!.item.id}", first: 3) { source } }`,
      })
      expect(similar.data).toEqual({ item: { title: 'Item i1' }, similarItems: null })
      expect(similar.errors!.map((error) => [error.extensions.code, error.message])).toEqual([
        ['MODEL_UNAVAILABLE', reason],
      ])
      const logged = test.log.find((line) => line.msg === reason)
      expect(logged?.err?.message).toContain(version.artifactPath)
      expect(await (await fetch(`${fresh.url}/ready`)).json()).toEqual({
        status: 'ready',
        database: 'up',
        model: { version: null, error: reason },
      })
    } finally {
      await fresh.close()
    }
  })
})
