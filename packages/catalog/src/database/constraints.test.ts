import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(`
    INSERT INTO users (external_id) VALUES ('u');
    INSERT INTO items (external_id, title) VALUES ('i', 'I');
    INSERT INTO modalities (name, dimension) VALUES ('image', 2)`)
})
afterAll(() => database.drop())

const INTERACTION =
  "INSERT INTO interactions (user_id, item_id, type, occurred_at, weight) VALUES (1, 1, 'VIEW', now(), "

describe('the schema itself refuses', () => {
  it.each([
    ['a vector of half a float', `INSERT INTO item_features VALUES (1, 1, '\\x000000')`, 'item_features_whole_floats'],
    ['an empty vector', `INSERT INTO item_features VALUES (1, 1, '')`, 'item_features_whole_floats'],
    ['a modality without dimension', `INSERT INTO modalities (name, dimension) VALUES ('x', 0)`, 'dimension_positive'],
    ['a weight of NaN', `${INTERACTION} 'NaN')`, 'interactions_weight_finite'],
    ['an infinite weight', `${INTERACTION} '-Infinity')`, 'interactions_weight_finite'],
    ['a price without currency', `UPDATE items SET price_minor = 5`, 'items_price_has_currency'],
    ['a negative price', `UPDATE items SET price_minor = -5, currency = 'USD'`, 'items_price_not_negative'],
    ['a currency that is no code', `UPDATE items SET currency = 'usd'`, 'items_currency_is_a_code'],
    ['a negative stock', `UPDATE items SET stock = -1`, 'items_stock_not_negative'],
    ['an empty external id', `UPDATE users SET external_id = ''`, 'users_external_id_not_empty'],
    [
      'progress beyond its end',
      `INSERT INTO training_runs (id, config, progress) VALUES (gen_random_uuid(), '{}', 1.1)`,
      'progress',
    ],
    [
      'a list with more items than scores',
      `INSERT INTO recommendation_logs (id, source, item_ids, scores)
       VALUES (gen_random_uuid(), 'MODEL', '{1,2}', '{1}')`,
      'a_score_an_item',
    ],
  ])('%s', async (_what, sql, constraint) => {
    await expect(database.pool.query(sql)).rejects.toThrow(constraint)
  })
})
