import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { importFiles, planImport } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { createWorld } from '@trifold/experiments'
import { type Dataset, fit, readDataset, type Recommender, save } from '@trifold/model'
import { writeDataset } from '@trifold/model/data'
import { publishFolder } from '../publish/index.ts'
import { runTrifold } from '../testing/run-trifold.ts'
import { recommendCommand } from './recommend.ts'

let dir: string
let world: Dataset
let ease: Recommender
const at = (name: string) => join(dir, name)
const small = { epochs: 2, embeddingSize: 4, batchSize: 128, interactionRank: 2 }

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold recommend '))
  await writeDataset(createWorld({ kind: 'mixed', users: 60, items: 40, seed: 1 }).dataset, at('world'))
  world = await readDataset(at('world'))
  ease = (await fit(world, { base: 'ease' })).model
  await save(ease, at('ease'))
  await save((await fit(world, { base: 'vbpr', mrdib: true, ...small })).model, at('vbpr'))
})
afterAll(() => rm(dir, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

/** Runs the command in this process; what is wrong with it comes out as an error. */
async function recommend(...args: readonly string[]): Promise<string> {
  let stderr = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text)
    return true
  })
  const command = recommendCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  await new Command().addCommand(command).parseAsync(['recommend', ...args], { from: 'user' })
  return stderr
}

async function rowsOf(name: string): Promise<Record<string, string>[]> {
  const [header, ...lines] = (await readFile(at(name), 'utf8')).trimEnd().split('\n')
  const names = header!.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((field, n) => [names[n]!, field])))
}

function seenBy(user: number): string[] {
  const { users, items } = world.interactions
  return [...users.keys()].filter((n) => users[n] === user).map((n) => String(items[n]))
}

describe('trifold recommend', () => {
  it('writes the lists of all users, without the training interactions that the model keeps', async () => {
    const told = await recommend('--model', at('ease'), '--top', '7', '--out', at('ease.csv'))
    expect(told).toMatch(/60 lists of up to 7 items in .*, without the training interactions kept with the model, in /)
    const rows = await rowsOf('ease.csv')
    const history = ease.factors.blocks[0]!.user as { indptr: Int32Array; indices: Int32Array }
    const expected = [...ease.users.ids].flatMap((user, n) => {
      const exclude = history.indices.subarray(history.indptr[n], history.indptr[n + 1])
      return ease.recommend(n, 7, { exclude }).map(({ item, score }, rank) => ({ user, rank: rank + 1, item, score }))
    })
    expect(rows.map(({ user, rank, item }) => [user, Number(rank), Number(item)])).toEqual(
      expected.map(({ user, rank, item }) => [user, rank, item]),
    )
    rows.forEach(({ score }, n) => expect(Number(score)).toBeCloseTo(expected[n]!.score, 5))
  })

  it('leaves out all interactions of --data, and nothing with --include-seen', async () => {
    await recommend('--model', at('vbpr'), '--data', at('world'), '--top', '40', '--out', at('unseen.csv'))
    const unseen = await rowsOf('unseen.csv')
    for (const user of [0, 17, 59]) {
      const listed = unseen.filter((row) => row.user === String(user)).map(({ item }) => item!)
      expect([...listed, ...new Set(seenBy(user))].sort()).toEqual([...world.itemIds].sort())
    }
    await recommend('--model', at('vbpr'), '--include-seen', '--top', '40', '--out', at('all.csv'))
    expect(await rowsOf('all.csv')).toHaveLength(60 * 40)
  })

  it('writes parts that add up to the score, in all three formats alike', async () => {
    await writeFile(at('users.txt'), '\ufeff9\r\n\r\n3\r\n')
    const asked = [
      '--model',
      at('vbpr'),
      '--include-seen',
      '--explain',
      '--top',
      '5',
      '--users',
      at('users.txt'),
      '--out',
    ]
    for (const ending of ['csv', 'jsonl', 'parquet']) await recommend(...asked, at(`parts.${ending}`))
    const rows = await rowsOf('parts.csv')
    expect(Object.keys(rows[0]!)).toEqual(
      'user rank item score baseline collaborative unique_image unique_text redundant synergy'.split(' '),
    )
    expect(rows.map(({ user }) => user)).toEqual([...Array<string>(5).fill('9'), ...Array<string>(5).fill('3')])
    for (const row of rows) {
      const [, , , score, ...parts] = Object.values(row).map(Number)
      const sum = parts.reduce((total, value) => total + value, 0)
      expect(Math.abs(sum - score!)).toBeLessThan(1e-5)
    }
    const lines = (await readFile(at('parts.jsonl'), 'utf8')).trimEnd().split('\n')
    const lists = lines.map((line) => JSON.parse(line) as { user: string; items: { item: string; parts: Parts }[] })
    expect(lists.flatMap(({ user, items }) => items.map(({ item, parts }) => [user, item, parts.unique.text]))).toEqual(
      rows.map(({ user, item, unique_text }) => [user, item, Number(unique_text)]),
    )
    const stored = await parquetReadObjects({ file: await asyncBufferFromFile(at('parts.parquet')) })
    expect(stored.map(({ user, rank, item }) => [user, String(rank), item])).toEqual(
      rows.map(({ user, rank, item }) => [user, rank, item]),
    )
    stored.forEach(({ synergy, score }, n) => {
      expect(Number(rows[n]!.synergy)).toBeCloseTo(Number(synergy), 6)
      expect(Number(rows[n]!.score)).toBeCloseTo(Number(score), 6)
    })
  })

  it('names the line of a user that the model does not know', async () => {
    await writeFile(at('unknown.txt'), '9\nnobody\n"x"\n')
    const asked = ['--model', at('ease'), '--users', at('unknown.txt'), '--out', at('known.csv')]
    await expect(recommend(...asked)).rejects.toThrow(
      /unknown\.txt, line 2: the model does not know the user "nobody", nor 1 more users of the file; --skip-unknown/,
    )
    expect(await readdir(dir)).not.toContain('known.csv')
    expect(await recommend(...asked, '--skip-unknown')).toMatch(
      /line 3: the model does not know the user "\\"x\\""; left out/,
    )
    expect(new Set((await rowsOf('known.csv')).map(({ user }) => user))).toEqual(new Set(['9']))
  })

  it.each([
    [[], /^Name a model: --model DIR, or --production/],
    [['--model', 'x', '--production'], /cannot be used with/],
    [['--model', 'x', '--exclude-seen', '--include-seen'], /cannot be used with/],
    [['--model', 'x', '--top', '0'], /whole number from 1/],
    [['--model', 'x', '--out', 'lists.xls'], /must end in \.csv, \.jsonl or \.parquet/],
    [['--model', 'x', '--format', 'parquet'], /standard output takes csv and jsonl only/],
    [['--model', 'x', '--users', 'nowhere.txt'], /nowhere\.txt: there is no such file/],
  ])('refuses %j', async (args, message) => {
    await expect(recommend(...args)).rejects.toThrow(message)
  })

  it('asks what users have seen where the model does not keep it, and writes nothing where it cannot', async () => {
    await expect(recommend('--model', at('vbpr'))).rejects.toThrow(/a model of vbpr keeps no interactions.*--data DIR/)
    await expect(recommend('--model', at('ease'), '--out', join(dir, 'no folder', 'lists.csv'))).rejects.toThrow(
      /lists\.csv: there is no such file or folder\.$/,
    )
  })

  it('leaves no half file after Ctrl-C', async () => {
    await writeFile(at('many.txt'), '3\n9\n'.repeat(200_000))
    const args = ['--include-seen', '--explain', '--users', at('many.txt'), '--out', at('stopped.csv')]
    let sent = false
    const stopped = await runTrifold(['recommend', '--model', at('vbpr'), ...args], (text, child) => {
      if (!sent && text.includes('Recommending: 0 %')) sent = child.kill('SIGINT')
    })
    expect(stopped).toMatchObject({ code: 130, stdout: '' })
    expect((await readdir(dir)).filter((name) => name.startsWith('stopped'))).toEqual([])
  })

  it('writes to a pipe that closes early', async () => {
    await writeFile(at('some.txt'), '3\n9\n'.repeat(20_000))
    const line =
      '"$0" --import tsx src/main.ts recommend --model "$1" --include-seen --users "$2" --format jsonl | head -1'
    const { stdout, stderr } = spawnSync('sh', ['-c', line, process.execPath, at('ease'), at('some.txt')], {
      cwd: new URL('../..', import.meta.url),
      encoding: 'utf8',
    })
    expect(stderr).not.toMatch(/EPIPE|Error/)
    expect(JSON.parse(stdout)).toMatchObject({ user: '3' })
  })
})

interface Parts {
  readonly unique: Readonly<Record<string, number>>
}

describe('trifold recommend --production', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
    vi.stubEnv('DATABASE_URL', database.url)
    vi.stubEnv('DATA_DIR', at('data'))
    await importFiles(database.pool, await planImport([at('world')]))
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    await database.drop()
  })

  it('serves the model in production, without what the catalog knows as seen, hidden or sold out', async () => {
    const asked = ['--production', '--top', '40', '--out', at('served.csv')]
    await expect(recommend(...asked)).rejects.toThrow(/^No model is in production: train one with `trifold train`/)
    await publishFolder(database, {
      dir: at('vbpr'),
      dataDir: at('data'),
      allowOtherData: false,
      promotion: { kind: 'gate' },
    })
    const unseen = world.itemIds.filter((id) => !seenBy(5).includes(id))
    const [clicked, hidden, soldOut, ...others] = unseen
    await database.pool.query(
      `INSERT INTO interactions (user_id, item_id, type, occurred_at)
       SELECT u.id, i.id, 'CLICK', now() FROM users u, items i WHERE u.external_id = '5' AND i.external_id = $1`,
      [clicked],
    )
    await database.pool.query('UPDATE items SET is_available = false WHERE external_id = $1', [hidden])
    await database.pool.query('UPDATE items SET stock = 0 WHERE external_id = $1', [soldOut])
    expect(await recommend(...asked)).toMatch(/without the interactions of the catalog/)
    const rows = await rowsOf('served.csv')
    const listed = rows.filter(({ user }) => user === '5').map(({ item }) => item!)
    expect(listed.sort()).toEqual(others.sort())
    expect(new Set(rows.map(({ user }) => user)).size).toBe(60)
  })
})
