import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { createApiKey, findApiKey, hasAdminKey, listApiKeys, revokeApiKey } from './api-keys.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

describe('API keys', () => {
  it('are found by themselves alone, and kept as a hash', async () => {
    const { prisma, pool } = database
    const key = await createApiKey(prisma, { name: 'shop', scope: 'APP' })
    expect(key).toMatch(/^tf_app_[\w-]{43}$/)
    expect(await findApiKey(prisma, key)).toMatchObject({ name: 'shop', scope: 'APP', revokedAt: null })
    expect(await findApiKey(prisma, key.slice(0, -1))).toBeNull()
    const { rows } = await pool.query('SELECT * FROM api_keys')
    expect(JSON.stringify(rows)).not.toContain(key.slice(7))
  })

  it('open nothing once revoked', async () => {
    const { prisma } = database
    expect(await hasAdminKey(prisma)).toBe(false)
    const key = await createApiKey(prisma, { name: 'first admin', scope: 'ADMIN' })
    expect(await hasAdminKey(prisma)).toBe(true)
    const { id } = (await findApiKey(prisma, key))!
    expect(await revokeApiKey(prisma, id)).toBe(true)
    expect(await revokeApiKey(prisma, id)).toBe(false)
    expect(await findApiKey(prisma, key)).toBeNull()
    expect(await hasAdminKey(prisma)).toBe(false)
    expect((await listApiKeys(prisma)).find((each) => each.id === id)?.revokedAt).toBeInstanceOf(Date)
  })
})
