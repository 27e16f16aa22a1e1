import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { catalogContents } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { runTrifold } from '../testing/run-trifold.ts'
import { importCommand } from './import.ts'

let database: TestDatabase
let dir: string
beforeAll(async () => {
  database = await testDatabase()
  vi.stubEnv('DATABASE_URL', database.url)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await database.drop()
})

let said: string[]
beforeEach(async () => {
  await database.pool.query('TRUNCATE users, items CASCADE')
  dir = await mkdtemp(join(tmpdir(), 'trifold import '))
  said = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(async () => {
  vi.restoreAllMocks()
  process.exitCode = undefined
  await rm(dir, { recursive: true })
})

const write = async (name: string, text: string) => {
  await writeFile(join(dir, name), text)
  return join(dir, name)
}

/** Runs a command line; answers what it printed. */
async function trifold(...args: string[]): Promise<string> {
  await importCommand().exitOverride().parseAsync(args, { from: 'user' })
  return said.splice(0).join('\n')
}

const ITEMS = 'sku,title,price,colour\na,Mug,5,red\nb,Cup,6,\n'
const EVENTS = 'customer,sku,event,time\nu1,a,view,1700000000\nu1,b,purchase,1700000001\n'

describe('trifold import', () => {
  it('imports a folder, and says what came in', async () => {
    await write('items.csv', ITEMS)
    await write('events.csv', EVENTS)
    await write('README.txt', 'Our shop.')
    const text = await trifold(dir, '--currency', 'eur')
    expect(text).toMatch(/^Left out: README\.txt\.\nImported 2 events, 1 new user, 2 new items \(\d+\.\d s\)\.$/)
    await write('items.csv', ITEMS.replace('Mug', 'Mug 2'))
    expect(await trifold('--from', dir, '--currency', 'EUR')).toMatch(
      /Imported 0 events, 0 new users, 0 new items \(1 changed\)/,
    )
    const item = await database.prisma.item.findUniqueOrThrow({ where: { externalId: 'a' } })
    expect(item).toMatchObject({ title: 'Mug 2', priceMinor: 500, currency: 'EUR' })
  })

  it('shows the mapping, the first rows and every bad row, and changes nothing', async () => {
    const path = await write('shop.csv', 'Ref,title,colour\na,Mug,red\nb,,blue\nc\n')
    const text = await trifold(path, '--map', 'Ref=id', '--dry-run')
    expect(text).toContain(
      `${path} (CSV, items)\n  Ref     ->  id\n  title   ->  title\n  colour  ->  attribute\n  first rows:\n`,
    )
    expect(text).toContain('{"line":2,"id":"a","title":"Mug","attributes":{"colour":"red"}}\n  bad: the title is empty')
    expect(text).toContain(
      `${path}, line 3: the title is empty.\n${path}, line 4: the row has 1 column where the header has 3.\n`,
    )
    expect(text).toMatch(/Would have imported 0 events, 0 new users, 1 new item; 2 bad rows/)
    expect(process.exitCode).toBe(1)
    expect((await catalogContents(database.pool)).items).toBe(0)
  })

  it('knows types of events, for all or by their word', async () => {
    const path = await write('e.csv', 'user,item,event,time\nu,a,zap,1700000000\nu,a,,1700000001\n')
    await expect(trifold(path)).rejects.toThrow('say what it is with --type zap=VIEW')
    await trifold(path, '--type', 'zap=like', '--type', 'CLICK')
    const rows = await database.prisma.interaction.findMany({ orderBy: { id: 'asc' } })
    expect(rows.map(({ type }) => type)).toEqual(['LIKE', 'CLICK'])
    await expect(trifold(path, '--type', 'zap=boom')).rejects.toThrow(
      '--type boom: there is no such type; take VIEW, CLICK,',
    )
  })

  it('asks before it replaces, and refuses where nobody can answer', async () => {
    await trifold(await write('items.csv', ITEMS), '--currency', 'EUR')
    const path = await write('other.csv', 'sku,title\nz,Z\n')
    await expect(trifold(path, '--replace')).rejects.toThrow(
      '--replace removes what is in the catalog: 2 items, 0 users, 0 events, 0 feature vectors. Nobody can answer here: add --yes to go on.',
    )
    expect(await trifold(path, '--replace', '--yes')).toMatch(
      /^Removed 2 items, 0 users, 0 events, 0 feature vectors\.\nImported 0 events, 0 new users, 1 new item /,
    )
  })

  it.each<[string[], RegExp]>([
    [[], /Name a file or a folder to import/],
    [['nowhere.csv'], /nowhere\.csv: there is no such file or folder/],
    [['--from', '.', '--map', 'x'], /--map x: write it as --map NAME=MEANING/],
    [['x', '--as', 'things'], /Allowed choices are items, events, users/],
  ])('refuses %j in one sentence', async (args, message) => {
    await expect(trifold(...args)).rejects.toThrow(message)
  })

  it('has a help that names formats, fields and every option', () => {
    const command = importCommand()
    let help = ''
    new Command().addCommand(command.configureOutput({ writeOut: (text) => (help += text) }))
    command.outputHelp()
    for (const word of [
      'Parquet',
      'RecBole',
      'MovieLens',
      'Gorse',
      'Algolia',
      'Amazon',
      'Google Merchant',
      'imported again',
      'DATABASE_URL',
    ]) {
      expect(help.replace('Again:', 'imported again')).toContain(word)
    }
    for (const { long } of command.options) expect(help).toContain(long)
  })
})

describe('trifold import that is ended in the middle', () => {
  const events = 40_000
  const count = async () => (await catalogContents(database.pool)).interactions
  const large = () => {
    const lines = Array.from({ length: events }, (_, n) => `user-${n % 997},item-${n % 1009},view,${1_600_000_000 + n}`)
    return write('large.csv', ['user_id,item_id,event,timestamp', ...lines].join('\n'))
  }

  it.each([
    ['SIGKILL', null],
    ['SIGINT', 130],
  ] as const)('by %s leaves nothing, and everything once when run again', async (signal, code) => {
    const path = await large()
    let hasKilled = false
    const killed = await runTrifold(['import', path], (text, child) => {
      if (!hasKilled && /Importing: [3-8]0 %/.test(text)) hasKilled = child.kill(signal)
    })
    expect([hasKilled, killed.code]).toEqual([true, code])
    expect(killed.stdout).not.toContain('Imported')
    expect(await catalogContents(database.pool)).toEqual({ items: 0, users: 0, interactions: 0, vectors: 0 })

    const again = await runTrifold(['import', path])
    expect(again.stdout).toMatch(/Imported 40,000 events, 997 new users, 1,009 new items/)
    expect(await count()).toBe(events)
    const third = await runTrifold(['import', path])
    expect(third.stdout).toMatch(/Imported 0 events/)
    expect(await count()).toBe(events)
  })
})
