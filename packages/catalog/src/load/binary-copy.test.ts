import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../database/index.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { copyInto } from './copy.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.pool.query(
    'CREATE TABLE t (n int, x real, at timestamptz(3), s text, mood "SplitLabel", j jsonb, b bytea, nothing int)',
  )
})
afterAll(() => database.drop())

const row = fc.record({
  n: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  x: fc.float({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
  at: fc.integer({ min: 0, max: 4e12 }), // milliseconds
  s: fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll('\0', '')),
  mood: fc.constantFrom('TRAIN', 'VALID', 'TEST'),
  j: fc.dictionary(
    fc.string({ unit: 'grapheme-ascii' }).filter((key) => key !== '__proto__'),
    fc.integer(),
  ),
  b: fc.uint8Array(),
})

describe('copyInto', () => {
  it('brings every value into the table as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
        await database.pool.query('TRUNCATE t')
        await inTransaction(database.pool, (client) =>
          copyInto(client, 't', function* (writer) {
            for (const { n, x, at, s, mood, j, b } of rows) {
              writer
                .row(8)
                .int32(n)
                .float32(x)
                .timestamp(at / 1000)
                .text(s)
                .text(mood)
                .jsonb(j)
                .bytes(b)
                .null()
              yield
            }
          }),
        )
        const found = (await database.pool.query('SELECT * FROM t')).rows
        const expected = rows.map((each) => ({ ...each, at: new Date(each.at), b: Buffer.from(each.b), nothing: null }))
        expect(found.map((each) => ({ ...each, x: Math.fround(each.x) }))).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  it('holds rows larger than its buffer', async () => {
    const large = Buffer.alloc(300_000, 7)
    await inTransaction(database.pool, (client) =>
      copyInto(client, 't (b)', function* (writer) {
        for (let n = 0; n < 5; n++) writer.row(1).bytes(large)
        yield
      }),
    )
    const { rows } = await database.pool.query('SELECT count(*)::int FROM t WHERE b = $1', [large])
    expect(rows[0].count).toBe(5)
  })

  it('lets through what its source throws, and leaves a usable connection', async () => {
    const { pool } = database
    await expect(
      inTransaction(pool, (client) =>
        copyInto(client, 't (n)', async function* (writer) {
          writer.row(1).int32(4711)
          yield
          throw new Error('line 3 is bad')
        }),
      ),
    ).rejects.toThrow('line 3 is bad')
    const { rows } = await pool.query('SELECT count(*)::int FROM t WHERE n = 4711')
    expect(rows[0].count).toBe(0)
  })
})
