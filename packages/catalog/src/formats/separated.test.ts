import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAll, records, scratch } from './testing/files.ts'

let files: Awaited<ReturnType<typeof scratch>>
beforeAll(async () => void (files = await scratch()))
afterAll(() => files.remove())

const cell = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[ab"',;|\t\r\n ]{0,6}$/))
  .map((s) => s.replaceAll('\0', ''))
/** A header that fixes the separator, and rows of two cells that are not both empty. */
const table = fc.array(
  fc.tuple(
    cell,
    cell.filter((text) => text.trim() !== ''),
  ),
  { minLength: 1, maxLength: 12 },
)
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const plainOr = (text: string, separator: string) =>
  text.includes(separator) || /["\r\n]|^\s|\s$|^$/.test(text) ? quoted(text) : text

describe('a file of separated values', () => {
  it.each([
    ['csv', ',', '\n'],
    ['csv', ';', '\r\n'],
    ['tsv', '\t', '\n'],
    ['csv', '|', '\r\n'],
  ])('reads back any table that was written as .%s with "%s"', async (extension, separator, end) => {
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), fc.boolean(), async (rows, hasMark, quotesAll) => {
        const write = (text: string) => (quotesAll ? quoted(text) : plainOr(text, separator))
        const lines = [['left', 'right'], ...rows].map((row) => row.map(write).join(separator))
        const path = await files.write(`table.${extension}`, (hasMark ? '\ufeff' : '') + lines.join(end))
        const read = await readAll(path)
        expect(read.table.columns).toEqual(['left', 'right'])
        expect(read.rows.map(({ values, fault }) => fault ?? values)).toEqual(rows)
      }),
      { numRuns: 60 },
    )
  })

  it('numbers rows by the lines on which they begin', async () => {
    const path = await files.write('lines.csv', 'a,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n3\r\n4,d,,\r\n5,e,f\r\n')
    const { rows } = await readAll(path)
    expect(rows.map(({ line }) => line)).toEqual([2, 5, 6, 7, 8])
    expect(rows.map(({ fault }) => fault)).toEqual([
      undefined,
      undefined,
      'the row has 1 column where the header has 2',
      undefined, // what is too many is empty
      'the row has 3 columns where the header has 2',
    ])
  })

  it('takes a quote in the middle of a cell for an inch', async () => {
    const read = await readAll(await files.write('inch.csv', 'id,title\n1,Pipe 5" wide\n2,"6"" pipe"\n'))
    expect(records(read).map(({ title }) => title)).toEqual(['Pipe 5" wide', '6" pipe'])
  })

  it('names the row whose quote is never closed', async () => {
    const path = await files.write('open.csv', `id,title\n1,a\n2,"b\n${'3,c\n'.repeat(9)}`)
    await expect(readAll(path)).rejects.toThrow(/open\.csv, line 3: a quote is opened in this row and never closed\./)
  })

  it('refuses a header with the same column twice', async () => {
    const path = await files.write('twice.csv', 'id,price,price\n1,2,3\n')
    await expect(readAll(path)).rejects.toThrow(/line 1: the header names the column "price" twice/)
  })

  it('skips a line of 50 MB without holding it', async () => {
    const before = process.memoryUsage().rss
    const path = await files.write('long.csv', `id,title\n1,a\n2,"${'x'.repeat(50_000_000)}"\n3,c\n`)
    const { rows } = await readAll(path)
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
      [2, undefined],
      [3, 'the line is longer than 1048576 characters'],
      [4, undefined],
    ])
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
  })

  it('finds the row with 3 columns in line 90,001', async () => {
    const lines = Array.from({ length: 100_000 }, (_, n) => (n === 89_999 ? 'a,b,c' : `u${n},i${n}`))
    const { rows } = await readAll(await files.write('ragged.csv', `user,item\n${lines.join('\n')}`))
    expect(rows.filter(({ fault }) => fault)).toEqual([
      { line: 90_001, values: ['a', 'b', 'c'], fault: 'the row has 3 columns where the header has 2' },
    ])
    expect(rows).toHaveLength(100_000)
  })

  it('reads MovieLens files without header, in their encoding', async () => {
    const item = Buffer.from(`1|Misérables, Les (1995)|01-Jan-1995||http://x|${'0|'.repeat(18)}1\n`, 'latin1')
    const read = await readAll(await files.write('u.item', item))
    expect(records(read)[0]).toMatchObject({ id: '1', title: 'Misérables, Les (1995)', Western: '1' })
    const dat = await readAll(await files.write('ratings.dat', '1::1193::5::978300760\n'))
    expect(records(dat)).toEqual([{ user_id: '1', item_id: '1193', rating: '5', timestamp: '978300760' }])
    const data = await readAll(await files.write('u.data', '196\t242\t3\t881250949\n'))
    expect(records(data)).toEqual([{ user_id: '196', item_id: '242', rating: '3', timestamp: '881250949' }])
  })
})
