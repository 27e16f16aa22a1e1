import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { snapshot, type LoadProgress } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { fingerprint } from '@trifold/model/data'
import { readDemoShop } from './dataset.ts'
import { isDemoShop, seedDemo } from './seed.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

describe('seedDemo', () => {
  it('fills an empty catalog, tells how far it is, and changes nothing the second time', async () => {
    const { pool, prisma } = database
    const told: LoadProgress[] = []
    const summary = await seedDemo(pool, { onProgress: (progress) => told.push(progress) })
    expect(summary).toMatchObject({ users: 2000, items: 54, features: { image: 54, text: 54 } })
    expect(told.at(-1)!.done).toBe(told.at(-1)!.total)

    expect(await isDemoShop(pool)).toBe(true)
    const dataset = await snapshot(pool)
    expect(fingerprint((await readDemoShop()).dataset)).toBe(fingerprint(dataset)) // the same, without a database
    expect(dataset.userIds).toHaveLength(2000)
    expect(dataset.interactions.times).toBeDefined()
    expect(dataset.modalities.map(({ name, dimension }) => [name, dimension])).toEqual([
      ['image', 1024],
      ['text', 12],
    ])

    expect(await seedDemo(pool)).toEqual({ users: 0, items: 0, interactions: 0, features: {} })
    expect(fingerprint(await snapshot(pool))).toBe(fingerprint(dataset))

    const shopper = await prisma.user.findUniqueOrThrow({
      where: { externalId: 'shopper-0001' },
      include: { interactions: { include: { item: true }, orderBy: { occurredAt: 'asc' } } },
    })
    expect(shopper.attributes).toEqual({ simulated: true, taste: 'picture' })
    expect(shopper.createdAt).toEqual(shopper.interactions[0]!.occurredAt)
    const weights = { VIEW: 1, CLICK: 1, LIKE: 2, CART: 3, PURCHASE: 5, RATING: NaN }
    for (const { type, weight } of shopper.interactions) expect(weight).toBe(weights[type])
    const laptop = await prisma.item.findUniqueOrThrow({ where: { externalId: 'laptop' } })
    expect(laptop).toMatchObject({
      title: 'Laptop',
      category: 'Computers',
      imageUrl: '/media/derick-david-409858-unsplash.webp',
      priceMinor: 129900,
      currency: 'USD',
      stock: 400,
    })
    expect(laptop.attributes).toMatchObject({ photographer: 'Derick David', facets: { brand: ['Apple'] } })
  })

  it('refuses a catalog that holds something else', async () => {
    await database.pool.query('TRUNCATE items CASCADE')
    expect(await isDemoShop(database.pool)).toBe(false)
    await expect(seedDemo(database.pool)).rejects.toThrow('The catalog is not empty (0 items, 2000 users)')
  })
})
