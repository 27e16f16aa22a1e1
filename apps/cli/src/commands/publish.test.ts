import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { importFiles, planImport } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { fit, readDataset, save } from '@trifold/model'
import { createWorld } from '@trifold/experiments'
import { writeDataset } from '@trifold/model/data'
import { publishCommand } from './publish.ts'

let dir: string
let database: TestDatabase
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold publish command '))
  const world = join(dir, 'world')
  await writeDataset(createWorld({ kind: 'mixed', users: 60, items: 40, seed: 1 }).dataset, world)
  database = await testDatabase()
  await importFiles(database.pool, await planImport([world]))
  for (const base of ['popularity', 'item-knn'] as const) {
    await save((await fit(await readDataset(world), { base })).model, join(dir, base))
  }
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('DATA_DIR', join(dir, 'data'))
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(dir, { recursive: true })
  await database.drop()
})

/** Runs a command line; returns what it printed and its exit status. */
async function publish(...args: readonly string[]): Promise<{ printed: string; code: typeof process.exitCode }> {
  const printed: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line))
  const command = publishCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  await command.parseAsync(args, { from: 'user' })
  return { printed: printed.join('\n'), code: process.exitCode }
}

describe('trifold publish', () => {
  it('says what became of the model, and ends with 2 where the gate refuses it', async () => {
    const [worse, better] = [join(dir, 'popularity'), join(dir, 'item-knn')]
    expect(await publish(better, '--candidate')).toEqual({
      printed: 'Model version 1 (item-knn) is published as a candidate.',
      code: undefined,
    })
    expect((await publish(better)).printed).toBe(
      'Model version 1 (item-knn) had been published before, and is in production. No model was in production.',
    )
    const refused = await publish(worse)
    expect(refused.code).toBe(2)
    expect(refused.printed).toMatch(
      /^Model version 2 \(popularity\) is published, and stays a candidate: Its validation NDCG@20 .* --force REASON/,
    )
    process.exitCode = undefined
    const forced = await publish(worse, '--force', 'a trial', '--json')
    expect(forced.code).toBeUndefined()
    expect(JSON.parse(forced.printed)).toMatchObject({
      version: 2,
      status: 'PRODUCTION',
      base: 'popularity',
      existed: true,
      promotionReason: 'a trial (Forced.)',
      refusal: null,
    })
  })

  it.each([
    [[], /missing required argument 'dir'/],
    [['x', '--force', ' '], /A forced promotion needs a reason/],
    [['x', '--force', 'a', '--candidate'], /cannot be used with/],
    [['/nowhere'], /nowhere\/manifest\.json: there is no such file/],
  ])('refuses %j', async (args, message) => {
    await expect(publish(...args)).rejects.toThrow(message)
  })
})
