import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fingerprint } from '@trifold/model/data'
import { encodeVector } from '../features/index.ts'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
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
  it('gives users with interactions, all items, and the features that exist', async () => {
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

  it('keeps what was seen and not liked, with a weight of 0', async () => {
    await fill()
    const rows = [
      ['RATING', 1],
      ['RATING', 5],
      ['VIEW', 1],
      ['PURCHASE', 5],
      ['RATING', 3],
      ['RATING', 4],
    ] as const
    for (const [n, [type, weight]] of rows.entries()) await interact(n < 3 ? 1 : 3, (n % 3) + 1, { type, weight })
    const { userIds, interactions } = await snapshot(database.pool)
    expect(userIds).toEqual(['u2', 'u1'])
    expect(interactions).toEqual({
      users: Uint32Array.of(0, 0, 0, 1, 1, 1),
      items: Uint32Array.of(0, 1, 2, 0, 1, 2),
      weights: Float32Array.of(0, 5, 1, 5, 0, 4),
    })
  })

  it('gives weights, times and labels only where they hold information', async () => {
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
    await database.pool.query('UPDATE interactions SET weight = 2')
    const heavier = fingerprint(await snapshot(database.pool))
    expect(heavier).not.toBe(before)
    await interact(1, 2)
    expect(fingerprint(await snapshot(database.pool))).not.toBe(heavier)
  })

  it('reads an empty catalog', async () => {
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
