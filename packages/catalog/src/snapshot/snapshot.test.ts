import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fingerprint } from '@trifold/model/data'
import { encodeVector } from '../features/codec.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { snapshot } from './snapshot.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.drop())

async function fill(): Promise<void> {
  const { prisma } = database
  await prisma.item.createMany({ data: ['b', 'a', 'ü "c"'].map((externalId) => ({ externalId, title: externalId })) })
  await prisma.user.createMany({ data: ['u2', 'idle', 'u1'].map((externalId) => ({ externalId })) })
  await prisma.modality.create({ data: { name: 'text', dimension: 2 } })
  await prisma.modality.create({ data: { name: 'image', dimension: 1 } })
  await prisma.modality.create({ data: { name: 'audio', dimension: 9 } }) // nothing has it
  const vector = (...values: number[]) => new Uint8Array(encodeVector(Float32Array.from(values)))
  await prisma.itemFeature.createMany({
    data: [
      { modalityId: 1, itemId: 3, vector: vector(5, 6) },
      { modalityId: 1, itemId: 1, vector: vector(1, 2) },
      { modalityId: 2, itemId: 2, vector: vector(-1) },
    ],
  })
}

const interact = (userId: number, itemId: number, more: object = {}) =>
  database.prisma.interaction.create({
    data: { userId, itemId, type: 'VIEW', occurredAt: new Date(1_700_000_000_000), ...more },
  })

describe('snapshot', () => {
  it('gives users who did something, all items, and features where they are', async () => {
    await fill()
    await interact(3, 2)
    await interact(1, 3)
    await interact(1, 2)
    expect(await snapshot(database.pool)).toEqual({
      name: 'catalog',
      userIds: ['u2', 'u1'],
      itemIds: ['b', 'a', 'ü "c"'],
      interactions: { users: Uint32Array.of(1, 0, 0), items: Uint32Array.of(1, 2, 1) },
      modalities: [
        { name: 'image', dimension: 1, values: Float32Array.of(0, -1, 0), present: Uint8Array.of(0, 1, 0) },
        { name: 'text', dimension: 2, values: Float32Array.of(1, 2, 0, 0, 5, 6), present: Uint8Array.of(1, 0, 1) },
      ],
    })
  })

  it('gives weights, times and labels once they say something', async () => {
    await fill()
    await interact(1, 1, { weight: 5, type: 'PURCHASE', occurredAt: new Date(1_700_000_000_250), split: 'TEST' })
    await interact(1, 2)
    const { interactions } = await snapshot(database.pool)
    expect(interactions).toEqual({
      users: Uint32Array.of(0, 0),
      items: Uint32Array.of(0, 1),
      weights: Float32Array.of(5, 1),
      times: Float64Array.of(1_700_000_000.25, 1_700_000_000),
      split: Uint8Array.of(2, 0), // what the shop records itself beside an imported split is for training
    })
  })

  it('changes its fingerprint with the catalog and only with it', async () => {
    await fill()
    await interact(1, 1)
    const before = fingerprint(await snapshot(database.pool))
    expect(fingerprint(await snapshot(database.pool))).toBe(before)
    await interact(1, 2)
    expect(fingerprint(await snapshot(database.pool))).not.toBe(before)
  })

  it('takes an empty catalog for what it is', async () => {
    const { userIds, itemIds, interactions, modalities } = await snapshot(database.pool)
    expect([userIds, itemIds, modalities]).toEqual([[], [], []])
    expect(interactions.users).toHaveLength(0)
  })

  it('stops at a damaged vector, and leaves the pool usable', async () => {
    await fill()
    await database.pool.query(`UPDATE item_features SET vector = '\\x00000000' WHERE modality_id = 1 AND item_id = 3`)
    await expect(snapshot(database.pool)).rejects.toThrow('a stored vector has 4 bytes where 2 values need 8')
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })
})
