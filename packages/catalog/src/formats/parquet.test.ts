import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAll, records, scratch } from './testing/files.ts'

let files: Awaited<ReturnType<typeof scratch>>
beforeAll(async () => void (files = await scratch()))
afterAll(() => files.remove())

const row = fc.record({
  user: fc.string({ unit: 'grapheme' }),
  count: fc.integer(),
  at: fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })),
  large: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
})

describe('Parquet', () => {
  it('reads back any table, group by group', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 60 }),
        async (rows, rowGroupSize) => {
          const column = <K extends keyof (typeof rows)[0]>(name: K) => rows.map((each) => each[name])
          const buffer = parquetWriteBuffer({
            rowGroupSize,
            columnData: [
              { name: 'user', data: column('user'), type: 'STRING' },
              { name: 'count', data: column('count'), type: 'INT32' },
              { name: 'at', data: column('at'), type: 'TIMESTAMP' },
              { name: 'large', data: column('large'), type: 'INT64' },
            ],
          })
          const read = await readAll(await files.write('t.parquet', new Uint8Array(buffer)))
          expect(read.rows.map(({ line }) => line)).toEqual(rows.map((_, n) => n + 1))
          expect(records(read)).toEqual(rows)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('says that a file is damaged', async () => {
    const path = await files.write('cut.parquet', 'PAR1 and then nothing of the kind')
    await expect(readAll(path)).rejects.toThrow(/cut\.parquet: the Parquet file cannot be read/)
  })
})
