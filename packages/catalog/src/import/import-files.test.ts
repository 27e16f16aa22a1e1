import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserFacingError } from '@trifold/model/errors'
import { catalogContents } from '../load/index.ts'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { importFiles } from './import-files.ts'
import { planImport } from './plan.ts'
import { importText } from './testing/import-text.ts'

let database: TestDatabase
beforeEach(async () => void (database = await testDatabase()))
afterEach(() => database.drop())

const ITEMS = 'sku,title,colour\na,A,red\nb,B,blue\n'
const EVENTS = 'user,item,event,time\nu1,a,view,1700000000\nu1,b,purchase,1700000001\nu2,a,view,1700000002\n'
const contents = () => catalogContents(database.pool)
const item = (externalId: string) => database.prisma.item.findUniqueOrThrow({ where: { externalId } })

describe('importing again', () => {
  it('changes nothing where nothing differs', async () => {
    const files = { 'items.csv': ITEMS, 'events.csv': EVENTS }
    await importText(database.pool, files)
    const before = [await contents(), await item('a')]
    const { tally, notes } = await importText(database.pool, files)
    expect(tally).toMatchObject({
      items: { created: 0, updated: 0, unchanged: 2 },
      users: { created: 0 },
      events: { recorded: 0, known: 3 },
    })
    expect(notes).toEqual(['3 events were left out: they are in the catalog or stand twice in the files.'])
    expect([await contents(), await item('a')]).toEqual(before)
  })

  it('updates what differs, keeps what the file lacks, removes what it leaves empty', async () => {
    await importText(database.pool, { 'items.csv': 'sku,title,price,colour,size\na,A,5 EUR,red,L\nb,B,6 EUR,blue,M\n' })
    const { tally } = await importText(database.pool, {
      'items.csv': 'sku,title,colour,weight\na,A2,,10 g\nb,B,blue,\nc,C,,\n',
    })
    expect(tally.items).toEqual({ created: 1, updated: 1, unchanged: 1 })
    expect(await item('a')).toMatchObject({ title: 'A2', priceMinor: 500, attributes: { size: 'L', weight: '10 g' } })
    expect(await item('b')).toMatchObject({ title: 'B', attributes: { colour: 'blue', size: 'M' } })
    expect(await item('c')).toMatchObject({ title: 'C', priceMinor: null, attributes: {} })
  })

  it('adds events that are new, also within the same second', async () => {
    await importText(database.pool, { 'events.csv': EVENTS })
    const more = `${EVENTS}u2,a,view,1700000002.5\nu2,a,click,1700000002\nu3,b,view,1700000002\n`
    expect((await importText(database.pool, { 'events.csv': more })).tally.events).toEqual({ recorded: 3, known: 3 })
  })

  it('tells events apart by their ids where they have some', async () => {
    const events = 'event_id,user,item,time\n1,u,a,1700000000\n2,u,a,1700000000\n'
    expect((await importText(database.pool, { 'e.csv': events })).tally.events).toEqual({ recorded: 2, known: 0 })
    expect((await importText(database.pool, { 'e.csv': `${events}3,u,a,1700000000\n` })).tally.events).toEqual({
      recorded: 1,
      known: 2,
    })
    await expect(
      importText(database.pool, { 'e.csv': 'event_id,user,item,time\n3,u9,a,1700000000\n' }, {}),
    ).rejects.toThrow(/line 2: the event id "3" is that of another event/)
    expect((await contents()).users).toBe(1)
  })

  it('compares users, items and types where there are no times', async () => {
    const events = 'user,item,event\nu,a,view\nu,a,view\nu,a,purchase\n'
    expect((await importText(database.pool, { 'e.csv': events })).tally.events).toEqual({ recorded: 3, known: 0 })
    expect(
      (await importText(database.pool, { 'e.csv': `${events}u,b,view\n` }, { createMissing: true })).tally.events,
    ).toEqual({
      recorded: 1,
      known: 3,
    })
  })

  it('replaces everything when told to, and keeps all of it when that fails', async () => {
    await importText(database.pool, { 'items.csv': ITEMS, 'events.csv': EVENTS })
    const before = await contents()
    await expect(importText(database.pool, { 'items.csv': 'sku,title\nz,\n' }, { replace: true })).rejects.toThrow(
      'the title is empty',
    )
    expect(await contents()).toEqual(before)
    const { removed } = await importText(database.pool, { 'items.csv': 'sku,title\nz,Z\n' }, { replace: true })
    expect(removed).toEqual({ items: 2, users: 2, interactions: 3, vectors: 0 })
    expect(await contents()).toEqual({ items: 1, users: 0, interactions: 0, vectors: 0 })
  })

  it('does everything but keep it in a dry run', async () => {
    const report = await importText(
      database.pool,
      { 'items.csv': ITEMS, 'events.csv': `${EVENTS}u1,zz,view,1700000000\nu1,a,view,x\n` },
      { dryRun: true },
    )
    expect(report.tally).toMatchObject({ items: { created: 2 }, events: { recorded: 3 } })
    expect(report.badRows.first.map(({ line, reason }) => [line, reason.slice(0, 22)])).toEqual([
      [5, 'there is no item "zz";'],
      [6, 'the time "x" is neithe'],
    ])
    expect(await contents()).toEqual({ items: 0, users: 0, interactions: 0, vectors: 0 })
  })
})

describe('columns', () => {
  it('are what the caller says', async () => {
    const text = 'Code,Label,Shop,Kind\nx,Mug,Berlin,Mugs\n'
    await importText(database.pool, { 'export.csv': text }, { map: { Code: 'id', Kind: 'category', Shop: 'ignore' } })
    expect(await item('x')).toMatchObject({ title: 'Mug', category: 'Mugs', attributes: {} })
    await importText(database.pool, { 'export.csv': text }, { map: { Code: 'id', Label: 'attribute' } })
    expect(await item('x')).toMatchObject({ title: 'Mug', attributes: { Label: 'Mug', Shop: 'Berlin', Kind: 'Mugs' } })
  })

  it.each<[string, string, Record<string, string>, RegExp]>([
    [
      'that nothing is known of',
      'foo,bar\n1,2\n',
      {},
      /none of the columns "foo", "bar" looks like the id of an item or a user; say which/,
    ],
    [
      'that are mapped to no field',
      'id,bar\n1,2\n',
      { bar: 'colour' },
      /items have no field "colour" for the column "bar"; they have id, title/,
    ],
    [
      'that are mapped but not there',
      'id,title\n1,2\n',
      { nix: 'title' },
      /--map nix=title: none of x\.csv has a column "nix"/,
    ],
  ])('%s are refused', async (_what, text, map, message) => {
    const failure = await importText(database.pool, { 'x.csv': text }, { map }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UserFacingError)
    expect((failure as Error).message).toMatch(message)
  })

  it('may be those of events without the item', async () => {
    await expect(importText(database.pool, { 'x.csv': 'user,foo\n1,2\n' }, { kind: 'events' })).rejects.toThrow(
      /x\.csv: no column is the item of the events \(there are "user", "foo"\); name it with --map COLUMN=item/,
    )
  })
})

describe('imports that end badly', () => {
  let dir: string
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'trifold bad '))))
  afterEach(() => rm(dir, { recursive: true }))

  it.each([
    ['an empty file', '', /bad\.csv: the file is empty/],
    ['a header only', 'sku,title\n', /bad\.csv: there is a header but not one row/],
    [
      'a header with a column twice',
      'sku,title,title\na,b,c\n',
      /bad\.csv, line 1: the header names the column "title" twice/,
    ],
    [
      'NUL bytes',
      'sku,title,text\na,b,cccccccccccccccccccccccccccc\nb,x\0y,c\n',
      /bad\.csv, line 3: the title holds a NUL character/,
    ],
    [
      'a NUL in an attribute',
      'sku,title,material\na,b,cccccccccccccccccccccc\nb,xy,\0\n',
      /bad\.csv, line 3: the row holds a NUL character/,
    ],
    ['another encoding', Buffer.from('sku,title\na,Müsli\n', 'latin1'), /bad\.csv, line 2: these bytes are not UTF-8/],
    ['an empty title', 'sku,title\na,A\nb,\n', /bad\.csv, line 3: the title is empty/],
  ])('%s: one sentence, and nothing is imported', async (_what, content, message) => {
    const failure = await importText(database.pool, { 'good.csv': ITEMS, 'bad.csv': content }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(UserFacingError)
    expect((failure as Error).message).toMatch(message)
    expect(await contents()).toEqual({ items: 0, users: 0, interactions: 0, vectors: 0 })
  })

  it('says what to do about events of unknown items', async () => {
    const files = { 'items.csv': ITEMS, 'events.csv': `${EVENTS}u9,A,view,1700000003\nu9,c,view,1700000003\n` }
    await expect(importText(database.pool, files)).rejects.toThrow(
      /events\.csv, line 5: there is no item "A" \(its case differs from "a"\)[^]*line 6: there is no item "c"; import the items first, or make an entry for each with --create-missing/,
    )
    const { tally, notes } = await importText(database.pool, files, { createMissing: true })
    expect(tally).toMatchObject({ itemsFromEvents: 2, events: { recorded: 5 } })
    expect(notes.join(' ')).toMatch(/2 items were made from events/)
    expect(await item('c')).toMatchObject({ title: 'c' })
  })

  it('makes items of events where no item is known at all', async () => {
    const { tally } = await importText(database.pool, { 'events.csv': EVENTS })
    expect(tally).toMatchObject({ itemsFromEvents: 2, events: { recorded: 3 } })
  })

  it('keeps two items whose ids differ in case, and says so', async () => {
    const { notes } = await importText(database.pool, { 'items.csv': 'sku,title\nab-1,x\nAB-1,y\n' })
    expect(notes).toEqual(['The items "ab-1" and "AB-1" differ only in the case of their ids; they stay two items.'])
    expect((await contents()).items).toBe(2)
  })

  it('lets the later of two rows of one item count, and says so', async () => {
    const { notes, tally } = await importText(database.pool, {
      'items.csv': 'sku,title,a,b\nx,one,1,\ny,y,,\nx,two,,2\n',
    })
    expect(notes[0]).toMatch(
      /^1 row was of an item that an earlier row has, so the later row counts \(first: "x", .*items\.csv, line 4\)\.$/,
    )
    expect(tally.items.created).toBe(2)
    expect(await item('x')).toMatchObject({ title: 'two', attributes: { b: '2' } })
  })

  it('keeps of the earlier row what the later one lacks', async () => {
    const rows = [
      { sku: 'x', title: 'one', stock: 3, a: 1 },
      { sku: 'x', title: 'two', b: 2 },
    ]
    await importText(database.pool, { 'items.jsonl': rows.map((row) => JSON.stringify(row)).join('\n') })
    expect(await item('x')).toMatchObject({ title: 'two', stock: 3, attributes: { a: 1, b: 2 } })
  })

  it('writes bad rows out and goes on, when told to', async () => {
    const skipBad = join(dir, 'bad.jsonl')
    const rows = [
      'u3,b,view',
      'u3,b,view,2999-01-01',
      `u3,b,view,"${'x'.repeat(2_000_000)}"`,
      'u3,zz,view,1700000000',
      'u3,b,view,1700000009',
    ]
    const report = await importText(
      database.pool,
      { 'items.csv': ITEMS, 'events.csv': `${EVENTS}${rows.join('\n')}\n` },
      { skipBad },
    )
    expect(report.tally).toMatchObject({ items: { created: 2 }, events: { recorded: 4 } })
    expect(report.badRows.count).toBe(4)
    const written = (await readFile(skipBad, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; reason: string; row: object })
    expect(written.map(({ line }) => line)).toEqual([5, 6, 7, 8])
    expect(written[3]!.row).toEqual({ user: 'u3', item: 'zz', event: 'view', time: '1700000000' })
  })

  it('does not write bad rows over a file that it reads', async () => {
    const path = join(dir, 'items.csv')
    await writeFile(path, ITEMS)
    await expect(importFiles(database.pool, await planImport([path]), { skipBad: path })).rejects.toThrow(
      /items\.csv: this file is to be imported; name another one/,
    )
    expect(await readFile(path, 'utf8')).toBe(ITEMS)
  })

  it.skipIf(process.platform !== 'linux')('imports nothing where the bad rows fill the disk', async () => {
    const failure = await importText(database.pool, { 'items.csv': `${ITEMS}c,\n` }, { skipBad: '/dev/full' }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(UserFacingError)
    expect((failure as Error).message).toMatch(
      /^\/dev\/full: the bad rows cannot be written there \(ENOSPC.*so nothing was imported; name another file/,
    )
    expect((await contents()).items).toBe(0)
  })

  it('lists every bad row it finds, and counts the rest', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => `u,a,view,${n % 2 ? 'x' : '1700000000'}`)
    const failure = await importText(database.pool, { 'events.csv': `user,item,event,time\n${rows.join('\n')}` }).catch(
      (error: Error) => error,
    )
    const lines = (failure as Error).message.split('\n')
    expect(lines).toHaveLength(16)
    expect(lines[0]).toMatch(/events\.csv, line 3: the time "x"/)
    expect(lines[15]).toBe('Nothing was imported: mend it, or write bad rows to a file and go on with --skip-bad FILE.')
  })
})
