import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { importFiles, planImport } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { createWorld } from '@trifold/experiments'
import { fitConfigSchema } from '@trifold/model'
import { writeDataset } from '@trifold/model/data'
import { startWorker, type Worker } from '@trifold/worker'
import { runTrifold } from '../testing/run-trifold.ts'
import { trainCommand } from './train.ts'

const SMALL = ['--epochs', '3', '--set', 'embeddingSize=4', '--set', 'batchSize=128']
let dir: string
let database: TestDatabase
let worker: Worker | undefined
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold train '))
  await writeDataset(createWorld({ kind: 'mixed', users: 60, items: 40, seed: 1 }).dataset, join(dir, 'world'))
  database = await testDatabase()
  await importFiles(database.pool, await planImport([join(dir, 'world')]))
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('DATA_DIR', join(dir, 'data'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  process.exitCode = undefined
  await worker?.close()
  worker = undefined
  await database.pool.query("UPDATE training_runs SET state = 'CANCELLED' WHERE state IN ('QUEUED', 'RUNNING')")
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(dir, { recursive: true })
  await database.drop()
})

async function startOwnWorker(): Promise<void> {
  worker = await startWorker({ databaseUrl: database.url, dataDir: join(dir, 'data'), log: () => undefined })
}

/** Runs the command in this process. */
async function train(...args: readonly string[]) {
  const printed = { stdout: '', stderr: '' }
  vi.spyOn(console, 'log').mockImplementation((line: string) => void (printed.stdout += `${line}\n`))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed.stderr += String(text)
    return true
  })
  const command = trainCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  await command.parseAsync(args, { from: 'user' })
  return { ...printed, code: process.exitCode }
}

const lastRun = () => database.prisma.trainingRun.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })

describe('trifold train', () => {
  it('trains with the worker, follows it, and keeps the settings of the shop until others are given', async () => {
    await startOwnWorker()
    const first = await train('--seed', '5', ...SMALL, '--json')
    expect(first.stderr).toMatch(/^Training run [0-9a-f-]+ is queued: vbpr with MRdIB, seed 5\.\n/)
    expect(first.stderr).toMatch(/Training: 100 % \(epoch 3, valid ndcg@20 0\.\d{4}\)\n$/)
    const result = JSON.parse(first.stdout) as { metrics: { test: { ndcg: object } } }
    expect(result).toMatchObject({ version: 1, status: 'PRODUCTION', base: 'vbpr', mrdib: true, warning: null })
    expect(result.metrics.test.ndcg).toHaveProperty('20')

    const again = await train('--set', 'learningRate=0.01', '--candidate')
    expect([again.stdout, again.code]).toEqual(['Model version 2 (vbpr with MRdIB) is a candidate.\n', undefined])
    const { config, autoPromote } = await lastRun()
    expect(autoPromote).toBe(false)
    expect(config).toMatchObject({ seed: 5, epochs: 3, embeddingSize: 4, learningRate: 0.01, mrdib: true })

    const other = await train('--base', 'bpr', '--epochs', '1', '--candidate')
    expect(other.stdout).toBe('Model version 3 (bpr) is a candidate.\n')
    expect((await lastRun()).config).toEqual(fitConfigSchema.parse({ base: 'bpr', epochs: 1 }))
  })

  it('ends with 2 where the gate refuses the model', async () => {
    await startOwnWorker()
    await train('--base', 'item-knn')
    await database.pool.query(
      `UPDATE model_versions SET metrics = jsonb_set(metrics, '{valid,ndcg,20}', '0.99') WHERE status = 'PRODUCTION'`,
    )
    process.exitCode = undefined
    const refused = await train('--base', 'popularity')
    expect(refused.code).toBe(2)
    expect(refused.stdout).toMatch(/^Model version \d+ \(popularity\) stays a candidate, because its NDCG@20 is worse/)
  })

  it('ends with the reason of a training that fails', async () => {
    await startOwnWorker()
    await expect(train('--base', 'vbpr', '--no-mrdib', ...SMALL, '--set', 'learningRate=1e30')).rejects.toThrow(
      /^Training run [0-9a-f-]+ ended as FAILED: Training stopped in epoch 1, step \d+: .+\.$/,
    )
  })

  it('tells after 10 s that no worker answers, and leaves the training in the queue', async () => {
    const start = performance.now()
    await expect(train(...SMALL)).rejects.toThrow(
      /^No worker has answered within 10 s: start one with `npm start`; it takes training run [0-9a-f-]+, which stays/,
    )
    expect(performance.now() - start).toBeGreaterThan(10_000)
    expect((await lastRun()).state).toBe('QUEUED')
    await startOwnWorker()
    await vi.waitFor(async () => expect((await lastRun()).state).toBe('SUCCEEDED'), { timeout: 60_000, interval: 100 })
  })

  it('waits for a worker that is busy with another training', async () => {
    await database.pool.query(
      `INSERT INTO training_runs (id, config, state, heartbeat_at)
       VALUES (gen_random_uuid(), '{}', 'RUNNING', now() + interval '1 minute')`,
    )
    const following = train(...SMALL)
    following.catch(() => undefined)
    const early = await Promise.race([following.catch(() => 'ended'), new Promise((done) => setTimeout(done, 12_000))])
    expect(early).toBeUndefined()
    await database.pool.query("UPDATE training_runs SET state = 'CANCELLED' WHERE state = 'QUEUED'")
    await expect(following).rejects.toThrow(/ended as CANCELLED: no reason was recorded\.$/)
  })

  it('leaves the training to the worker on Ctrl-C', async () => {
    let sent = false
    const stopped = await runTrifold(['train', ...SMALL], (text, child) => {
      if (!sent && text.includes('Training: 0 %')) sent = child.kill('SIGINT')
    })
    expect(stopped).toMatchObject({ code: 130, stdout: '' })
    expect(stopped.stderr).toMatch(/Training run [0-9a-f-]+ goes on without this command\.\nStopped\.\n$/)
    expect((await lastRun()).state).toBe('QUEUED')
  })

  it.each([
    [['--base', 'magic'], /Allowed choices are/],
    [['--set', 'speed=3'], /^--set speed=3: there is no such setting/],
    [['--epochs', 'many'], /^--epochs: /],
  ])('refuses %j before anything is queued', async (args, message) => {
    const before = await database.prisma.trainingRun.count()
    await expect(train(...args)).rejects.toThrow(message)
    expect(await database.prisma.trainingRun.count()).toBe(before)
  })
})
