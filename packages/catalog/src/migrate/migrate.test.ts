import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase } from '../testing/index.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS_DIR, readMigrations } from './migrations.ts'

let database: { url: string; drop(): Promise<void> }
let dir: string

beforeEach(async () => {
  database = await emptyDatabase()
  dir = await mkdtemp(join(tmpdir(), 'trifold-migrations-'))
})
afterEach(async () => {
  await rm(dir, { recursive: true })
  await database.drop()
})

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(dir, name), { recursive: true })
  await writeFile(join(dir, name, 'migration.sql'), sql)
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('migrate', () => {
  it('applies the committed migrations once', async () => {
    const names = (await readMigrations(MIGRATIONS_DIR)).map((migration) => migration.name)
    expect(await migrate(database.url)).toEqual(names)
    expect(await migrate(database.url)).toEqual([])
  })

  it('applies them once also when several processes begin at the same time', async () => {
    const runs = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)])
    expect(runs.flat()).toHaveLength((await readMigrations(MIGRATIONS_DIR)).length)
  })

  it('goes on from where the database is, in order of the names', async () => {
    await write('2_second', 'INSERT INTO t VALUES (2)')
    await write('1_first', 'CREATE TABLE t (n int)')
    expect(await migrate(database.url, dir)).toEqual(['1_first', '2_second'])
    await write('3_third', "INSERT INTO t VALUES (3); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1;'")
    expect(await migrate(database.url, dir)).toEqual(['3_third'])
    expect(await query('SELECT n, f() FROM t ORDER BY n')).toEqual([
      { n: 2, f: 1 },
      { n: 3, f: 1 },
    ])
  })

  it('leaves nothing of a migration that fails, so that a mended one simply runs', async () => {
    await write('1_bad', 'CREATE TABLE t (n int); SELECT 1/0')
    await expect(migrate(database.url, dir)).rejects.toThrow('The migration 1_bad failed: division by zero')
    expect(await query("SELECT to_regclass('t') AS t")).toEqual([{ t: null }])
    await write('1_bad', 'CREATE TABLE t (n int)')
    expect(await migrate(database.url, dir)).toEqual(['1_bad'])
  })

  it('refuses a migration that was edited after it had been applied', async () => {
    await write('1_first', 'CREATE TABLE t (n int)')
    await migrate(database.url, dir)
    await write('1_first', 'CREATE TABLE t (n bigint)')
    await expect(migrate(database.url, dir)).rejects.toThrow('1_first was edited after it had been applied')
  })

  it('refuses a database of a newer version', async () => {
    await write('1_first', 'CREATE TABLE t (n int)')
    await write('2_second', 'ALTER TABLE t ADD m int')
    await migrate(database.url, dir)
    await rm(join(dir, '2_second'), { recursive: true })
    await expect(migrate(database.url, dir)).rejects.toThrow('2_second, which this version of Trifold does not have')
  })

  it('refuses what another tool left half done', async () => {
    await write('1_first', 'CREATE TABLE t (n int)')
    await migrate(database.url, dir)
    await query('UPDATE _prisma_migrations SET finished_at = NULL')
    await expect(migrate(database.url, dir)).rejects.toThrow('1_first failed halfway in an earlier attempt')
  })
})
