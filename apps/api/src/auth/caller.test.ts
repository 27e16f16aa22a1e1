import { createApiKey, listApiKeys, revokeApiKey } from '@trifold/catalog'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId } from '../input/index.ts'
import { createSchema } from '../schema/index.ts'
import { type TestApi, testApi } from '../testing/index.ts'
import { identify } from './caller.ts'

let test: TestApi

beforeAll(async () => void (test = await testApi()))
afterAll(() => test.close())

/** Every root field, in an operation that has the arguments it needs and changes nothing. */
const OPERATIONS: Record<string, { permission: 'anyone' | 'admin'; operation: string }> = {
  node: { permission: 'anyone', operation: `{ node(id: "${encodeId('Item', 1)}") { id } }` },
  item: { permission: 'anyone', operation: '{ item(externalId: "i1") { title } }' },
  items: { permission: 'anyone', operation: '{ items(first: 1) { totalCount } }' },
  categories: { permission: 'anyone', operation: '{ categories }' },
  user: { permission: 'anyone', operation: '{ user(externalId: "u1") { id } }' },
  users: { permission: 'anyone', operation: '{ users(first: 1) { totalCount } }' },
  recommendations: {
    permission: 'anyone',
    operation: '{ recommendations(externalUserId: "u1", first: 1) { source } }',
  },
  similarItems: {
    permission: 'anyone',
    operation: `{ similarItems(itemId: "${encodeId('Item', 1)}", first: 1) { source } }`,
  },
  modelVersions: { permission: 'anyone', operation: '{ modelVersions(first: 1) { totalCount } }' },
  trainingRuns: { permission: 'anyone', operation: '{ trainingRuns(first: 1) { totalCount } }' },
  baseRecommenders: { permission: 'anyone', operation: '{ baseRecommenders { name } }' },
  recordInteractions: {
    permission: 'anyone',
    operation: 'mutation { recordInteractions(input: { interactions: [] }) { recorded } }',
  },
  upsertItems: { permission: 'admin', operation: 'mutation { upsertItems(input: { items: [] }) { created } }' },
  upsertItemFeatures: {
    permission: 'admin',
    operation: 'mutation { upsertItemFeatures(input: { modality: "none", features: [] }) { stored } }',
  },
  startTraining: {
    permission: 'admin',
    operation: 'mutation { startTraining(input: { seed: -1 }) { trainingRun { id } } }',
  },
  promoteModelVersion: {
    permission: 'admin',
    operation: 'mutation { promoteModelVersion(input: { id: "none" }) { modelVersion { id } } }',
  },
}

describe('a root field', () => {
  const roots = [createSchema().getQueryType()!, createSchema().getMutationType()!]
  const fields = roots.flatMap((root) => Object.values(root.getFields()))

  it.each(fields.map((field) => [field.name, field] as const))(
    '%s is open to its callers only',
    async (name, field) => {
      const { permission, operation } = OPERATIONS[name]!
      expect(field.description).toContain(permission === 'admin' ? 'Permission: admin key.' : 'Permission: anyone.')
      const codeFor = async (key?: string) => (await test.ask(operation, {}, key)).errors?.[0]?.extensions.code
      expect([await codeFor(), await codeFor(test.appKey), await codeFor(test.adminKey)]).toEqual(
        permission === 'admin' ? ['UNAUTHENTICATED', 'FORBIDDEN', undefined] : [undefined, undefined, undefined],
      )
    },
  )
})

describe('a key', () => {
  it.each([undefined, null, ''])('may be missing: %j', async (authorization) => {
    expect(await identify(test.prisma, authorization)).toEqual({ scope: 'ANYONE' })
  })

  it('gives its scope, however "Bearer" is spelled', async () => {
    expect(await identify(test.prisma, `Bearer ${test.adminKey}`)).toEqual({ scope: 'ADMIN' })
    expect(await identify(test.prisma, `bearer ${test.appKey}`)).toEqual({ scope: 'APP' })
  })

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Basic abc',
    ' Bearer abc',
    `Bearer ${'x'.repeat(201)}`,
    7,
    ['Bearer abc'],
  ])('must be well formed: %j', async (authorization) => {
    await expect(identify(test.prisma, authorization)).rejects.toThrow(
      'The authorization header must be "Bearer <key>".',
    )
  })

  it('must be known and not revoked', async () => {
    const unknown = 'This key is unknown or revoked.'
    await expect(identify(test.prisma, `Bearer ${'x'.repeat(200)}`)).rejects.toThrow(unknown)
    const key = await createApiKey(test.prisma, { name: 'short-lived', scope: 'ADMIN' })
    expect(await identify(test.prisma, `Bearer ${key}`)).toEqual({ scope: 'ADMIN' })
    const { id } = (await listApiKeys(test.prisma)).at(-1)!
    await revokeApiKey(test.prisma, id)
    await expect(identify(test.prisma, `Bearer ${key}`)).rejects.toThrow(unknown)
  })
})
