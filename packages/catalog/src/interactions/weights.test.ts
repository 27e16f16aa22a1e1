import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InteractionType } from '../../generated/prisma/enums.ts'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { INTERACTION_WEIGHTS, TRAINING_WEIGHT_SQL } from './weights.ts'

describe('INTERACTION_WEIGHTS', () => {
  it('has the documented weight of every type but RATING', () => {
    expect(INTERACTION_WEIGHTS).toEqual({ VIEW: 1, CLICK: 1, LIKE: 2, CART: 3, PURCHASE: 5 })
    expect([...Object.keys(INTERACTION_WEIGHTS), 'RATING'].sort()).toEqual(Object.keys(InteractionType).sort())
  })
})

describe('TRAINING_WEIGHT_SQL', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.drop())

  it.each([
    ['VIEW', 1, 1],
    ['CLICK', 0.25, 0.25],
    ['LIKE', 2, 2],
    ['CART', 3, 3],
    ['PURCHASE', 10, 10],
    ['PURCHASE', 0, 0],
    ['VIEW', -1, 0],
    ['RATING', 1, 0],
    ['RATING', 3.5, 0],
    ['RATING', 4, 4],
    ['RATING', 5, 5],
  ])('a %s of weight %d counts %d', async (type, weight, expected) => {
    const { rows } = await database.pool.query(
      `SELECT ${TRAINING_WEIGHT_SQL} AS counts FROM (VALUES ($1::"InteractionType", $2::real)) AS given (type, weight)`,
      [type, weight],
    )
    expect(rows).toEqual([{ counts: expected }])
  })
})
