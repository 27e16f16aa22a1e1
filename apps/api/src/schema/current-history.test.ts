import { snapshot } from '@trifold/catalog'
import { fit, type Recommender } from '@trifold/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HIDDEN, numbersFrom, type TestApi, testApi } from '../testing/index.ts'

const KINDS = 5
const SHOPPERS = 100
const FEATURES = 8
/** Likes of a kind that the shopper did not care for before. */
const LIKED_KIND = 3

let test: TestApi
let model: Recommender
const kindOf = (item: string) => (Number(item.slice(1)) + 1) % KINDS
const ofKind = (kind: number) =>
  Array.from({ length: 150 }, (_, n) => `i${n}`).filter((item) => kindOf(item) === kind && !HIDDEN.includes(item))

beforeAll(async () => {
  test = await testApi()
  const next = numbersFrom(3)
  const pairs = Array.from({ length: SHOPPERS }, (_, shopper) => {
    const own = ofKind(shopper % KINDS).filter(() => next() < 0.4)
    return [...own, `i${Math.floor(next() * 150)}`].map((item) => ({ user: `s${shopper}`, item }))
  }).flat()
  await test.pool.query('delete from interactions')
  await test.pool.query('insert into users (external_id) select distinct unnest($1::text[])', [
    pairs.map(({ user }) => user),
  ])
  await record(pairs.map(({ user, item }) => ({ userId: user, itemId: item, type: 'VIEW' })))
  const dataset = await snapshot(test.pool)
  const items = dataset.itemIds.length
  const values = Float32Array.from({ length: items * FEATURES }, () => 0.3 * next())
  dataset.itemIds.forEach((id, n) => (values[n * FEATURES + kindOf(id)]! += 1))
  const present = new Uint8Array(items).fill(1)
  const modalities = [{ name: 'image', dimension: FEATURES, values, present }]
  ;({ model } = await fit({ ...dataset, modalities }, { base: 'vbpr', mrdib: false, epochs: 30, seed: 1 }))
  await test.publish(model)
})
afterAll(() => test.close())

async function record(interactions: { userId: string; itemId: string; type: string }[]): Promise<void> {
  for (let start = 0; start < interactions.length; start += 1000) {
    const { data } = await test.ask(
      `mutation ($rows: [InteractionInput!]!) {
        recordInteractions(input: { interactions: $rows }) { recorded userErrors { message } }
      }`,
      { rows: interactions.slice(start, start + 1000) },
      test.appKey,
    )
    expect(data!.recordInteractions.userErrors).toEqual([])
  }
}

interface List {
  source: string
  fallbackReason: string | null
  edges: { score: number; node: { externalId: string }; explanation: { score: number } | null }[]
}

async function list(audience: string): Promise<List> {
  const { data, errors } = await test.ask(`{ recommendations(${audience}, first: 20) {
    source fallbackReason edges { score node { externalId } explanation { score } }
  } }`)
  expect(errors).toBeUndefined()
  return data!.recommendations as List
}

const share = ({ edges }: List, kind: number) =>
  edges.filter(({ node }) => kindOf(node.externalId) === kind).length / edges.length

/** Three items of a kind. */
const three = (kind: number, from = 0) => ofKind(kind).slice(from, from + 3)
const likes = (userId: string, items: string[]) => items.map((itemId) => ({ userId, itemId, type: 'LIKE' }))

describe('three likes change the next list', () => {
  it('of a shopper whom the model was trained on, who keeps their taste besides', async () => {
    const before = await list('externalUserId: "s0"')
    const liked = three(LIKED_KIND)
    await record(likes('s0', liked))
    const after = await list('externalUserId: "s0"')
    expect([before.source, after.source]).toEqual(['MODEL', 'MODEL'])
    expect(share(before, 0)).toBeGreaterThan(0.7)
    expect(share(after, LIKED_KIND)).toBeGreaterThan(share(before, LIKED_KIND))
    expect(share(after, 0)).toBeGreaterThan(0.2)
    const scoreOf = ({ edges }: List) => new Map(edges.map(({ node, score }) => [node.externalId, score]))
    const old = scoreOf(before)
    for (const [item, score] of scoreOf(after)) expect(score).not.toBe(old.get(item))
    for (const { node, score, explanation } of after.edges) {
      expect(liked).not.toContain(node.externalId)
      expect(Math.abs(explanation!.score - score)).toBeLessThan(1e-5)
    }
  })

  it('of a new shopper, who is served by the model at once', async () => {
    await record([{ userId: 'new', itemId: 'cold', type: 'VIEW' }])
    expect((await list('externalUserId: "nobody"')).source).toBe('POPULAR')
    await record(likes('new', three(LIKED_KIND)))
    const after = await list('externalUserId: "new"')
    expect([after.source, after.fallbackReason]).toEqual(['MODEL', null])
    expect(share(after, LIKED_KIND)).toBeGreaterThan(0.7)
    await record(likes('new', three(1)))
    expect(share(await list('externalUserId: "new"'), 1)).toBeGreaterThan(share(after, 1))
  })

  it('of a visitor, who gets what a new shopper with these items gets', async () => {
    const items = three(2, 4)
    const visitor = await list(`recentItemIds: ${JSON.stringify(items)}`)
    expect(visitor.source).toBe('SESSION')
    expect(share(visitor, 2)).toBeGreaterThan(0.7)
    await record(likes('twin', items))
    expect((await list('externalUserId: "twin"')).edges).toEqual(visitor.edges)
    expect(share(await list(`recentItemIds: ${JSON.stringify([...items, ...three(4)])}`), 4)).toBeGreaterThan(0)
  })
})

it('a shopper of whom the model was trained on nothing is a new one, though it knows their id', async () => {
  await test.pool.query("delete from interactions where user_id = (select id from users where external_id = 's1')")
  await record(likes('s1', three(LIKED_KIND)))
  const again = await list('externalUserId: "s1"')
  const visitor = await list(`recentItemIds: ${JSON.stringify(three(LIKED_KIND))}`)
  expect(model.users.indexOf('s1')).toBeDefined()
  expect(again.edges).toEqual(visitor.edges)
})

it('pages that follow are of the first list, explained as it was made, without what was seen in between', async () => {
  interface Page {
    edges: { rank: number; score: number; node: { externalId: string }; explanation: { score: number } }[]
    pageInfo: { endCursor: string }
  }
  const page = async (after: string | null) => {
    const { data } = await test.ask(
      `query ($after: String) { recommendations(externalUserId: "s2", first: 10, after: $after) {
        edges { rank score node { externalId } explanation { score } } pageInfo { endCursor }
      } }`,
      { after },
    )
    return data!.recommendations as Page
  }
  const { endCursor } = (await page(null)).pageInfo
  const before = await page(endCursor)
  const bought = before.edges[4]!.node.externalId
  await record([...likes('s2', three(0)), { userId: 's2', itemId: bought, type: 'PURCHASE' }])
  const after = await page(endCursor)
  const gone = new Set([bought, ...three(0)])
  const kept = before.edges.filter(({ node }) => !gone.has(node.externalId))
  expect(kept.length).toBeLessThan(10)
  expect(after.edges.slice(0, kept.length)).toEqual(kept)
  expect(after.edges).toHaveLength(10)
  for (const { score, node, explanation } of after.edges) {
    expect(gone).not.toContain(node.externalId)
    expect(Math.abs(explanation.score - score)).toBeLessThan(1e-5)
  }
})
