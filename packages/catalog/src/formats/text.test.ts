import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAll, records, scratch } from './testing/files.ts'

let files: Awaited<ReturnType<typeof scratch>>
beforeAll(async () => void (files = await scratch()))
afterAll(() => files.remove())

const CSV = 'id,title\n1,Crème brûlée\n2,日本\n'

describe('the text of a file', () => {
  it.each([
    ['plain', Buffer.from(CSV), undefined],
    ['with a mark', Buffer.from(`\ufeff${CSV}`), undefined],
    ['gzipped', gzipSync(CSV), undefined],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${CSV}`, 'utf16le'), undefined],
    ['UTF-16 without one, as said', Buffer.from(CSV, 'utf16le'), 'utf-16le'],
  ])('is read %s', async (name, bytes, encoding) => {
    const read = await readAll(await files.write(`${name}.csv.gz`, bytes), { encoding })
    expect(records(read)).toEqual([
      { id: '1', title: 'Crème brûlée' },
      { id: '2', title: '日本' },
    ])
  })

  it('keeps characters whole that are cut between two pieces', async () => {
    const title = 'é'.repeat(50_000)
    const read = await readAll(await files.write('cut.csv', `id,x\n1,${title}\n22,${title}\n`))
    expect(records(read).map(({ x }) => x)).toEqual([title, title])
  })

  it.each([
    [
      'another encoding',
      Buffer.from(`id,title\n1,a\n2,Crème\n`, 'latin1'),
      undefined,
      /line 3: these bytes are not UTF-8; name the encoding/,
    ],
    ['an unknown encoding', Buffer.from(CSV), 'utf-99', /There is no encoding "utf-99"/],
    ['UTF-16 without a mark', Buffer.from('id,title\n1,a\n', 'utf16le'), undefined, /full of NUL characters/],
    ['a cut gzip file', gzipSync(CSV.repeat(100)).subarray(0, -20), undefined, /the gzip file is damaged or cut short/],
    ['a spreadsheet', Buffer.from('PK\x03\x04 etc', 'latin1'), undefined, /a zip archive or a spreadsheet/],
    ['nothing', Buffer.alloc(0), undefined, /the file is empty/],
    ['blank lines', Buffer.from('\n\n'), undefined, /the file is empty/],
  ])('is refused with one sentence: %s', async (name, bytes, encoding, message) => {
    const path = await files.write(`${name}.csv`, bytes)
    await expect(readAll(path, { encoding })).rejects.toThrow(message)
  })

  it('says how many bytes of the file are read, packed or not', async () => {
    const packed = gzipSync(CSV.repeat(5000))
    const told: number[] = []
    await readAll(await files.write('told.csv.gz', packed), { onBytes: (bytes) => told.push(bytes) })
    expect(told.at(-1)).toBe(packed.length)
  })
})
