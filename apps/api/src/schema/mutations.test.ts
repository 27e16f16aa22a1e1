import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId } from '../input/index.ts'
import { type TestApi, testApi, statementsOf } from '../testing/index.ts'

let test: TestApi

beforeAll(async () => void (test = await testApi()))
afterAll(() => test.close())

const RECORD = `mutation ($rows: [InteractionInput!]!) {
  recordInteractions(input: { interactions: $rows }) { recorded replayed userErrors { code message field } }
}`
const UPSERT = `mutation ($items: [ItemInput!]!) {
  upsertItems(input: { items: $items }) { created updated items { externalId title category price { formatted } stock attributes } userErrors { code message field } }
}`
const FEATURES = `mutation ($input: UpsertItemFeaturesInput!) {
  upsertItemFeatures(input: $input) { stored userErrors { code message field } }
}`

const record = async (rows: object[]) => (await test.ask(RECORD, { rows })).data!.recordInteractions
const upsert = async (items: object[]) => (await test.askAsAdmin(UPSERT, { items })).data!.upsertItems
const features = async (input: object) => (await test.askAsAdmin(FEATURES, { input })).data!.upsertItemFeatures
const count = async () => (await test.pool.query('select count(*)::int as n from interactions')).rows[0].n as number

describe('recordInteractions', () => {
  it('records what is right, creates users, and reports each row that is wrong', async () => {
    const before = await count()
    const result = await record([
      { userId: 'someone new', itemId: 'i1', type: 'PURCHASE' },
      { userId: 'u1', itemId: 'nothing', type: 'VIEW' },
      { userId: 'u1', itemId: 'i2', type: 'RATING', weight: 4 },
      { userId: 'u1', itemId: 'i2', type: 'RATING' },
      { userId: '', itemId: 'i2', type: 'VIEW' },
      { userId: 'u1', itemId: 'i2', type: 'VIEW', weight: -1 },
      { userId: 'u1', itemId: 'i2', type: 'VIEW', occurredAt: '2999-01-01T00:00:00Z' },
    ])
    expect(result).toEqual({
      recorded: 2,
      replayed: 0,
      userErrors: [
        {
          code: 'UNKNOWN_ITEM',
          message: 'No item has the external id "nothing".',
          field: ['interactions', '1', 'itemId'],
        },
        {
          code: 'INVALID_INPUT',
          message: 'A RATING needs its rating as the weight.',
          field: ['interactions', '3', 'weight'],
        },
        { code: 'INVALID_INPUT', message: 'The user id is empty.', field: ['interactions', '4', 'userId'] },
        {
          code: 'INVALID_INPUT',
          message: 'The weight must be above 0 and at most 1000; it was -1.',
          field: ['interactions', '5', 'weight'],
        },
        {
          code: 'INVALID_INPUT',
          message: 'The time 2999-01-01T00:00:00.000Z is in the future.',
          field: ['interactions', '6', 'occurredAt'],
        },
      ],
    })
    expect(await count()).toBe(before + 2)
    const { rows } = await test.pool.query(
      "select r.type, r.weight from interactions r join users u on u.id = r.user_id where u.external_id = 'someone new'",
    )
    expect(rows).toEqual([{ type: 'PURCHASE', weight: 5 }])
  })

  it('changes nothing on a replay, nor for a key twice in one batch', async () => {
    const rows = ['k1', 'k2', 'k2'].map((idempotencyKey) => ({
      userId: 'u2',
      itemId: 'i9',
      type: 'CLICK',
      idempotencyKey,
    }))
    expect(await record(rows)).toEqual({ recorded: 2, replayed: 1, userErrors: [] })
    const before = await count()
    expect(await record(rows)).toEqual({ recorded: 0, replayed: 3, userErrors: [] })
    expect(await count()).toBe(before)
  })

  it('survives two callers who send the same rows at once', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => ({
      userId: `racer ${49 - n}`,
      itemId: `i${n}`,
      type: 'VIEW',
      idempotencyKey: `race ${n}`,
    }))
    const results = await Promise.all([record(rows), record([...rows].reverse()), record(rows)])
    expect(results.map((result) => result.recorded).reduce((a, b) => a + b)).toBe(50)
    expect(results.flatMap((result) => result.userErrors)).toEqual([])
  })

  it('costs the same number of statements for one row as for a thousand, and takes no more', async () => {
    const rows = (n: number) =>
      Array.from({ length: n }, (_, k) => ({ userId: `u${k}`, itemId: `i${k % 150}`, type: 'VIEW' }))
    const one = await statementsOf(() => record(rows(1)))
    expect(await statementsOf(() => record(rows(1000)))).toHaveLength(one.length)
    expect(await record(rows(1001))).toEqual({
      recorded: 0,
      replayed: 0,
      userErrors: [
        {
          code: 'TOO_MANY_ROWS',
          message: 'The batch has 1001 interactions; the limit is 1000.',
          field: ['interactions'],
        },
      ],
    })
  })
})

describe('upsertItems', () => {
  it('creates, changes only what is given, clears what is null, and reports each row that is wrong', async () => {
    const created = await upsert([
      {
        externalId: 'lamp',
        title: 'Lamp',
        category: 'light',
        priceMinor: 4999,
        currency: 'EUR',
        stock: 3,
        attributes: { colour: 'red' },
      },
      { externalId: 'nameless' },
      { externalId: 'lamp', title: 'Lamp again' },
    ])
    expect(created).toEqual({
      created: 1,
      updated: 0,
      items: [
        {
          externalId: 'lamp',
          title: 'Lamp',
          category: 'light',
          price: { formatted: '€49.99' },
          stock: 3,
          attributes: { colour: 'red' },
        },
      ],
      userErrors: [
        {
          code: 'INVALID_INPUT',
          message: 'The item "nameless" is new and needs a title.',
          field: ['items', '1', 'title'],
        },
        {
          code: 'DUPLICATE_ROW',
          message: 'The external id "lamp" is in an earlier row already.',
          field: ['items', '2', 'externalId'],
        },
      ],
    })
    const changed = await upsert([
      { externalId: 'lamp', category: null, stock: 0 },
      { externalId: 'sofa', title: 'Sofa' },
    ])
    expect(changed).toMatchObject({
      created: 1,
      updated: 1,
      items: [
        {
          externalId: 'lamp',
          title: 'Lamp',
          category: null,
          price: { formatted: '€49.99' },
          stock: 0,
          attributes: { colour: 'red' },
        },
        { externalId: 'sofa', price: null },
      ],
    })
  })

  it('takes 1000 rows and no more', async () => {
    const items = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ externalId: `bulk ${n}`, title: 'Bulk' }))
    expect(await upsert(items(1000))).toMatchObject({ created: 1000, userErrors: [] })
    expect(await upsert(items(1001))).toMatchObject({
      created: 0,
      updated: 0,
      items: [],
      userErrors: [
        { code: 'TOO_MANY_ROWS', message: 'The batch has 1001 items; the limit is 1000.', field: ['items'] },
      ],
    })
  })

  it('is for admins', async () => {
    for (const [key, code] of [
      [undefined, 'UNAUTHENTICATED'],
      [test.appKey, 'FORBIDDEN'],
      ['tf_admin_wrong', 'UNAUTHENTICATED'],
    ] as const) {
      const { errors } = await test.ask(UPSERT, { items: [{ externalId: 'stolen', title: 'Stolen' }] }, key)
      expect(errors?.map((error) => error.extensions.code)).toEqual([code])
    }
    expect(await test.prisma.item.findUnique({ where: { externalId: 'stolen' } })).toBeNull()
  })
})

describe('upsertItemFeatures', () => {
  it('stores vectors of a modality, and reports each row that is wrong', async () => {
    expect(await features({ modality: 'scent', features: [{ itemId: 'i1', vector: [1, 2, 3] }] })).toEqual({
      stored: 0,
      userErrors: [
        {
          code: 'UNKNOWN_MODALITY',
          message: 'No modality is called "scent"; give its dimension to create it.',
          field: ['modality'],
        },
      ],
    })
    const result = await features({
      modality: 'scent',
      dimension: 3,
      features: [
        { itemId: 'i1', vector: [1, 2, 3] },
        { itemId: 'i2', vector: [1, 2] },
        { itemId: 'i3', vector: [1, 1e39, 3] },
        { itemId: 'nothing', vector: [1, 2, 3] },
        { itemId: 'i1', vector: [3, 2, 1] },
      ],
    })
    expect(result.stored).toBe(1)
    expect(
      result.userErrors.map((error: { code: string; field: string[] }) => [error.code, error.field.join('.')]),
    ).toEqual([
      ['WRONG_DIMENSION', 'features.1.vector'],
      ['NOT_FINITE', 'features.2.vector'],
      ['UNKNOWN_ITEM', 'features.3.itemId'],
      ['DUPLICATE_ROW', 'features.4.itemId'],
    ])
    expect(await features({ modality: 'scent', features: [{ itemId: 'i1', vector: [0, 0, 1] }] })).toEqual({
      stored: 1,
      userErrors: [],
    })
    const { rows } = await test.pool.query("select encode(vector, 'hex') as hex from item_features")
    expect(rows).toEqual([{ hex: '00000000000000000000803f' }])
    expect((await features({ modality: 'scent', dimension: 4, features: [] })).userErrors[0].code).toBe(
      'WRONG_DIMENSION',
    )
  })

  it('takes 1000 rows and no more, and dimensions from 1 to 16384', async () => {
    const vectors = (count: number) => Array.from({ length: count }, () => ({ itemId: 'nothing', vector: [1, 2, 3] }))
    expect((await features({ modality: 'scent', features: vectors(1000) })).userErrors).toHaveLength(1000)
    expect((await features({ modality: 'scent', features: vectors(1001) })).userErrors).toEqual([
      { code: 'TOO_MANY_ROWS', message: 'The batch has 1001 vectors; the limit is 1000.', field: ['features'] },
    ])
    const codeOf = async (dimension: number) =>
      (await features({ modality: `size-${dimension + 1}`, dimension, features: [] })).userErrors[0]?.code
    expect([await codeOf(0), await codeOf(1), await codeOf(16_384), await codeOf(16_385)]).toEqual([
      'INVALID_INPUT',
      undefined,
      undefined,
      'INVALID_INPUT',
    ])
  })
})

describe('startTraining', () => {
  const START =
    'mutation ($input: StartTrainingInput!) { startTraining(input: $input) { trainingRun { id state progress config autoPromote epochs { epoch } modelVersion { number } } userErrors { code message field } } }'

  it('queues a run with its job', async () => {
    const { data } = await test.askAsAdmin(START, { input: { epochs: 7, seed: 3, autoPromote: true } })
    const { trainingRun, userErrors } = data!.startTraining
    expect(userErrors).toEqual([])
    expect(trainingRun).toMatchObject({
      state: 'QUEUED',
      progress: 0,
      autoPromote: true,
      epochs: [],
      modelVersion: null,
      config: { base: 'vbpr', mrdib: true, epochs: 7, seed: 3 },
    })
    const { rows } = await test.pool.query("select data from pgboss.job where name = 'training'")
    expect(rows).toHaveLength(1)
    expect(
      (await test.ask('query ($id: ID!) { node(id: $id) { id ... on TrainingRun { state } } }', { id: trainingRun.id }))
        .data!.node,
    ).toEqual({
      id: trainingRun.id,
      state: 'QUEUED',
    })
  })

  it('rejects settings that the model package does not accept, at their fields', async () => {
    const { data } = await test.askAsAdmin(START, { input: { base: 'alchemy', epochs: 0 } })
    expect(data!.startTraining.trainingRun).toBeNull()
    expect(
      data!.startTraining.userErrors.map((error: { code: string; field: string[] }) => [error.code, error.field]),
    ).toEqual([
      ['INVALID_INPUT', ['base']],
      ['INVALID_INPUT', ['epochs']],
    ])
  })
})

describe('promoteModelVersion', () => {
  const PROMOTE =
    'mutation ($input: PromoteModelVersionInput!) { promoteModelVersion(input: $input) { modelVersion { number status promotionReason } userErrors { code message field } } }'
  const promote = async (input: object) => (await test.askAsAdmin(PROMOTE, { input })).data!.promoteModelVersion

  it('puts a version into production, retires the one before, and rolls back', async () => {
    const [one, two] = [await test.serveModel(1), await test.serveModel(2)]
    expect(await promote({ id: encodeId('ModelVersion', one) })).toMatchObject({
      modelVersion: { number: one, status: 'PRODUCTION' },
      userErrors: [],
    })
    const { data } = await test.ask('{ modelVersions(first: 2) { totalCount edges { node { number status } } } }')
    expect(data!.modelVersions).toEqual({
      totalCount: 2,
      edges: [{ node: { number: two, status: 'RETIRED' } }, { node: { number: one, status: 'PRODUCTION' } }],
    })
  })

  it('rejects a worse version, unless it is forced with a reason', async () => {
    const production = await test.prisma.modelVersion.findFirstOrThrow({ where: { status: 'PRODUCTION' } })
    const worse = await test.prisma.modelVersion.findFirstOrThrow({ where: { status: 'RETIRED' } })
    await test.prisma.modelVersion.update({
      where: { id: worse.id },
      data: { metrics: { valid: { ndcg: { '20': 0.01 } }, test: { ndcg: { '20': 0.01 } } } },
    })
    const id = encodeId('ModelVersion', worse.id)
    expect(await promote({ id })).toEqual({
      modelVersion: null,
      userErrors: [
        {
          code: 'WORSE_THAN_PRODUCTION',
          message: `Its validation NDCG@20 of 0.0100 is worse than the 0.3000 of version ${production.id}.`,
          field: ['id'],
        },
      ],
    })
    expect((await promote({ id, force: true })).userErrors).toEqual([
      { code: 'REASON_REQUIRED', message: 'A forced promotion needs a reason.', field: ['reason'] },
    ])
    expect(await promote({ id, force: true, reason: 'The other one recommends snow shovels in May.' })).toMatchObject({
      modelVersion: { number: worse.id, status: 'PRODUCTION' },
    })
  })

  it('answers a wrong id as data', async () => {
    expect((await promote({ id: encodeId('Item', 1) })).userErrors).toEqual([
      {
        code: 'INVALID_ID',
        message: 'This is the id of an Item, where the id of a ModelVersion is needed.',
        field: ['id'],
      },
    ])
    expect((await promote({ id: encodeId('ModelVersion', 4711) })).userErrors[0].code).toBe('NOT_FOUND')
  })
})
