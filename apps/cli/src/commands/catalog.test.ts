import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { findApiKey } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { importCommand } from './import.ts'
import { keysCommand } from './keys.ts'
import { seedCommand } from './seed.ts'

let database: TestDatabase
let dir: string
beforeAll(async () => {
  database = await testDatabase()
  vi.stubEnv('DATABASE_URL', database.url)
  dir = await mkdtemp(join(tmpdir(), 'trifold catalog '))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(dir, { recursive: true })
  await database.drop()
})

let said: string[]
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => vi.restoreAllMocks())

/** Runs a command line; answers what it printed. */
async function trifold(...args: string[]): Promise<string> {
  const program = new Command().addCommand(importCommand()).addCommand(seedCommand()).addCommand(keysCommand())
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
    command.exitOverride()
  }
  await program.parseAsync(args, { from: 'user' })
  return said.splice(0).join('\n')
}

describe('trifold keys', () => {
  it('makes a key that opens, lists it without its secret, and revokes it', async () => {
    const key = await trifold('keys', 'create', '--scope', 'admin', '--name', 'Ada')
    const found = await findApiKey(database.prisma, key)
    expect(found).toMatchObject({ scope: 'ADMIN', name: 'Ada' })
    const list = await trifold('keys', 'list')
    expect(list).toMatch(/^ +\d+ {2}admin {2}Ada \(made \d{4}-\d\d-\d\d\)$/)
    expect(list).not.toContain(key)
    expect(await trifold('keys', 'revoke', String(found!.id))).toBe(`Key ${found!.id} is revoked.`)
    expect(await findApiKey(database.prisma, key)).toBeNull()
    await expect(trifold('keys', 'revoke', String(found!.id))).rejects.toThrow('There is no key')
  })

  it('knows two scopes', async () => {
    await expect(trifold('keys', 'create', '--scope', 'root')).rejects.toThrow('Allowed choices are admin, app')
  })
})

describe('trifold import and seed', () => {
  it('imports a folder, says what came in, and names file and line of a fault', async () => {
    await writeFile(join(dir, 'toy.inter'), 'userID\titemID\n0\t0\n0\t1\n')
    await expect(trifold('import')).rejects.toThrow("required option '--from <dir>' not specified")
    expect(await trifold('import', '--from', dir)).toMatch(/^Imported 2 interactions, 1 new users, 2 new items \(\d/)
    await expect(trifold('import', '--from', dir)).rejects.toThrow('The catalog is not empty (2 items, 1 users)')
    expect(await trifold('import', '--from', dir, '--append')).toMatch(/^Imported 2 interactions, 0 new users/)
    await writeFile(join(dir, 'toy.inter'), 'userID\titemID\n0\tx\n')
    await expect(trifold('import', '--from', dir, '--append')).rejects.toThrow(/toy\.inter, line 2: itemID "x"/)
  })

  it('seeds the demo shop into an empty catalog only, once', async () => {
    await expect(trifold('seed')).rejects.toThrow('is not the demo shop')
    await database.pool.query('TRUNCATE users, items CASCADE')
    expect(await trifold('seed')).toMatch(
      /^Seeded 2\d,\d{3} interactions, 2,000 new users, 54 new items; features: image of 54/,
    )
    expect(await trifold('seed')).toBe('The demo shop is there already.')
  })
})
