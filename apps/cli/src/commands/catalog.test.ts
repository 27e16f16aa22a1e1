import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { findApiKey } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { keysCommand } from './keys.ts'
import { seedCommand } from './seed.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  vi.stubEnv('DATABASE_URL', database.url)
})
afterAll(async () => {
  vi.unstubAllEnvs()
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
  const program = new Command().addCommand(seedCommand()).addCommand(keysCommand())
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

describe('trifold seed', () => {
  it('seeds the demo shop into an empty catalog only, once', async () => {
    await database.pool.query("INSERT INTO items (external_id, title) VALUES ('x', 'X')")
    await expect(trifold('seed')).rejects.toThrow('is not the demo shop')
    await database.pool.query('TRUNCATE users, items CASCADE')
    expect(await trifold('seed')).toMatch(
      /^Seeded 2\d,\d{3} interactions, 2,000 new users, 54 new items; features: image of 54/,
    )
    expect(await trifold('seed')).toBe('The demo shop is there already.')
  })
})
