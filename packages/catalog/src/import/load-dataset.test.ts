import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { encodeNpy, fingerprint, readDataset } from '@trifold/model/data'
import { UserFacingError } from '@trifold/model/errors'
import { catalogSize, type LoadProgress } from '../load/index.ts'
import { snapshot } from '../snapshot/index.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { importFiles, type ImportOptions } from './import-files.ts'
import { planImport } from './plan.ts'

let dir: string
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'trifold import ')), 'toy')
  await mkdir(dir)
  await writeToy()
})
afterEach(() => rm(join(dir, '..'), { recursive: true }))

/** Three users, four items; item 2 has no picture; user ids with a gap. */
async function writeToy(): Promise<void> {
  const rows = ['0\t0\t4\t100\t0', '0\t1\t5\t101.5\t1', '2\t3\t4.5\t102\t2', '1\t2\t4\t99\t0']
  await write('toy.inter', ['userID\titemID\trating\ttimestamp\tx_label', ...rows].join('\n'))
  await write('image_feat.npy', encodeNpy([1, 2, 3, 4, 0, 0, 7, 8], [4, 2]))
  await write('text_feat.npy', encodeNpy([1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 1, 1], [4, 3], '<f2'))
}

const importDataset = async (pool: TestDatabase['pool'], path: string, options?: ImportOptions) =>
  (await importFiles(pool, await planImport([path]), options)).tally

const write = (name: string, content: string | Buffer) => writeFile(join(dir, name), content)

describe('a folder of .inter and .npy files', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await testDatabase()
  })
  afterEach(() => database.drop())

  it('brings in what the model package reads from the same folder, to the bit', async () => {
    const { pool, prisma } = database
    expect(await importDataset(pool, dir)).toMatchObject({
      users: { created: 3 },
      items: { created: 4 },
      events: { recorded: 4, known: 0 },
      features: { image: 3, text: 4 },
    })
    expect(fingerprint(await snapshot(pool))).toBe(fingerprint(await readDataset(dir, { precision: 'single' })))

    const item = await prisma.item.findUniqueOrThrow({ where: { externalId: '3' } })
    expect(item).toMatchObject({ title: 'Item 3', description: '', isAvailable: true, priceMinor: null })
    const [first] = await prisma.interaction.findMany({ orderBy: { id: 'asc' }, skip: 1, take: 1 })
    expect(first).toMatchObject({ type: 'RATING', weight: 5, split: 'VALID', occurredAt: new Date(101_500) })
  })

  it('takes rows without rating, time and label for views of now', async () => {
    const { pool, prisma } = database
    await write('toy.inter', 'itemID\tuserID\n3\t5\n3\t5\n')
    const before = Date.now()
    expect(await importDataset(pool, dir)).toMatchObject({ users: { created: 1 }, events: { recorded: 2 } })
    const [view] = await prisma.interaction.findMany({ include: { user: true } })
    expect(view).toMatchObject({ type: 'VIEW', weight: 1, split: null, user: { externalId: '5' } })
    expect(view!.occurredAt.getTime()).toBeGreaterThanOrEqual(before - 1)
    const { interactions } = await snapshot(pool)
    expect(interactions).toEqual({ users: Uint32Array.of(0, 0), items: Uint32Array.of(3, 3) })
  })

  it('takes titles and descriptions from items.csv', async () => {
    await write('items.csv', ',Movie Title,Summary\n0,Heat,"Two men, one\ncity"\n1,"""Q""",\n2,C,c\n3,D,d\n')
    await importDataset(database.pool, dir)
    const items = await database.prisma.item.findMany({ orderBy: { id: 'asc' }, take: 2 })
    expect(items.map(({ title, description }) => [title, description])).toEqual([
      ['Heat', 'Two men, one\ncity'],
      ['"Q"', ''],
    ])
  })

  it('tells how far it has come, in bytes that only grow', async () => {
    const told: LoadProgress[] = []
    await importDataset(database.pool, dir, { onProgress: (progress) => told.push(progress) })
    expect([...new Set(told.map(({ step }) => step))]).toEqual(['toy'])
    expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).sort((a, b) => a - b))
    expect(told.at(-1)!.done).toBe(told[0]!.total)
  })

  it('adds to what is there, and takes the same rows twice for one', async () => {
    const { pool, prisma } = database
    await importDataset(pool, dir)
    expect(await importDataset(pool, dir)).toMatchObject({
      users: { created: 0 },
      items: { created: 0, unchanged: 4 },
      events: { recorded: 0, known: 4 },
      features: { image: 3, text: 4 },
    })
    expect(await catalogSize(pool)).toEqual({ items: 4, users: 3 })

    await write('image_feat.npy', encodeNpy([9, 9, 0, 0, 9, 9, 9, 9, 5, 5], [5, 2]))
    await rm(join(dir, 'text_feat.npy'))
    await write('toy.inter', 'userID\titemID\n7\t4\n0\t0\n')
    await write('items.csv', 'title\nA\nB\nC\nD\nE\n')
    expect(await importDataset(pool, dir)).toMatchObject({
      users: { created: 1 },
      items: { created: 1, updated: 4 },
      events: { recorded: 2, known: 0 }, // views, not ratings
      features: { image: 4 },
    })
    expect(await prisma.interaction.count()).toBe(6)
    expect(await prisma.item.count({ where: { title: { in: ['A', 'B', 'C', 'D', 'E'] } } })).toBe(5)
    expect(await importDataset(pool, dir)).toMatchObject({ events: { recorded: 0, known: 2 } })
    const { modalities } = await snapshot(pool)
    expect([...modalities[0]!.present]).toEqual([1, 0, 1, 1, 1])
    expect([...modalities[1]!.present]).toEqual([1, 1, 1, 1, 0])
  })

  it('refuses features of another length', async () => {
    await importDataset(database.pool, dir)
    await write('image_feat.npy', encodeNpy([1, 2, 3, 4], [4, 1]))
    await expect(importDataset(database.pool, dir)).rejects.toThrow(
      /image_feat\.npy: it has 1 columns where the catalog's modality "image" has 2\./,
    )
  })

  it('lets two imports at the same time do the work once', async () => {
    await Promise.all([importDataset(database.pool, dir), importDataset(database.pool, dir)])
    expect(await catalogSize(database.pool)).toEqual({ items: 4, users: 3 })
    expect(await database.prisma.interaction.count()).toBe(4)
  })
})

describe('a folder of .inter and .npy files with a fault', () => {
  let database: TestDatabase // one for all: each test finds it empty
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.drop())

  it.each([
    ['a bad row', 'toy.inter', 'userID\titemID\n0\t1\n0\tx\n', /toy\.inter, line 3: itemID "x" is not a whole number/],
    [
      'an id out of range',
      'toy.inter',
      'userID\titemID\n0\t4\n',
      /toy\.inter, line 2: itemID 4 is out of range: there are 4/,
    ],
    ['an absurd id', 'toy.inter', 'userID\titemID\n1\t1\n2147483000\t1\n', /line 3: userID 2147483000 is out of range/],
    [
      'milliseconds',
      'toy.inter',
      'userID\titemID\ttimestamp\n0\t1\t1700000000000\n',
      /line 2: timestamp 1700000000000 is not in sec/,
    ],
    ['no rows', 'toy.inter', 'userID\titemID\n', /toy\.inter: there is not one interaction/],
    [
      'a NaN in the last row',
      'text_feat.npy',
      encodeNpy([1, 2, 3, 4, 5, 6, 7, NaN], [4, 2]),
      /text_feat\.npy: row 3, column 1 holds NaN/,
    ],
    [
      'modalities of different length',
      'text_feat.npy',
      encodeNpy([1, 2, 3], [3, 1]),
      /has 3 rows where image_feat\.npy has 4/,
    ],
    ['a vector', 'text_feat.npy', encodeNpy([1, 2, 3], [3]), /text_feat\.npy: the array has the shape \(3\)/],
    [
      'a cut file',
      'text_feat.npy',
      encodeNpy([1, 2, 3, 4], [4, 1]).subarray(0, -2),
      /text_feat\.npy: the file is truncated/,
    ],
    ['too few titles', 'items.csv', 'title\nA\n', /items\.csv: it has 1 rows where there are 4 items/],
    ['no title column', 'items.csv', 'nom\nA\n', /items\.csv, line 1: items\.csv has no column "title"/],
    ['an empty title', 'items.csv', 'title\nA\n" "\nC\nD\n', /items\.csv, line 3: the title is empty/],
    ['a ragged row', 'items.csv', 'title,plot\nA,a\nB\nC,c\nD,d\n', /items\.csv: invalid record length.*line 3/i],
    ['a second .inter', 'two.inter', 'userID\titemID\n0\t1\n', /several \.inter files/],
  ])('refuses %s in one sentence and leaves nothing behind', async (_what, name, content, message) => {
    await write(name, content)
    const failure = await importDataset(database.pool, dir).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UserFacingError)
    expect((failure as Error).message).toMatch(message)
    const { rows } = await database.pool.query(
      'SELECT (SELECT count(*) FROM items) + (SELECT count(*) FROM users) + (SELECT count(*) FROM modalities) AS left',
    )
    expect(rows[0].left).toBe('0')
  })
})
