import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { artifactStore, queueTraining, snapshot, type TrainingRun } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { fit, load } from '@trifold/model'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { fillShop } from './testing/index.ts'
import { startWorker, type Worker } from './worker.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const SHORT = { epochs: 3, embeddingSize: 8, batchSize: 64 }
const ENDLESS = { epochs: 1_000_000, patience: 1_000_000, embeddingSize: 8, batchSize: 4 }

let database: TestDatabase
let dataDir: string
const workers: Worker[] = []
const children: ChildProcess[] = []

beforeAll(async () => {
  database = await testDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'trifold-worker-'))
  await fillShop(database.pool)
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await Promise.all(workers.splice(0).map((worker) => worker.close()))
  await database.pool.query(
    "UPDATE training_runs SET state = 'CANCELLED' WHERE state IN ('QUEUED', 'RUNNING', 'EVALUATING')",
  )
})
afterAll(async () => {
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

async function work(): Promise<Worker> {
  const worker = await startWorker({ databaseUrl: database.url, dataDir, log: () => undefined })
  workers.push(worker)
  return worker
}

function spawnWorker(env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, DATABASE_URL: database.url, DATA_DIR: dataDir, ...env },
  })
  children.push(child)
  return child
}

const rowOf = ({ id }: TrainingRun) =>
  database.prisma.trainingRun.findUniqueOrThrow({ where: { id }, include: { modelVersion: true } })

async function reaches(run: TrainingRun, check: (row: Awaited<ReturnType<typeof rowOf>>) => void) {
  await vi.waitFor(async () => check(await rowOf(run)), { timeout: 60_000, interval: 50 })
  return rowOf(run)
}
const training = (row: { state: string; epochs: unknown }) => {
  expect(row.state).toBe('RUNNING')
  expect((row.epochs as unknown[]).length).toBeGreaterThan(0)
}

describe('a queued run', () => {
  it('is trained, published and put into production', async () => {
    const run = await queueTraining(database.pool, { ...SHORT, seed: 5 }, { autoPromote: true })
    await work()
    const row = await reaches(run, ({ state }) => expect(state).toBe('SUCCEEDED'))
    expect(row).toMatchObject({ progress: 1, error: null, attempts: 1 })
    expect((row.epochs as { epoch: number; loss: number }[]).map((one) => one.epoch)).toEqual([1, 2, 3])
    const version = row.modelVersion!
    expect(version).toMatchObject({
      status: 'PRODUCTION',
      base: 'vbpr',
      mrdib: true,
      seed: 5,
      promotionReason: 'No model was in production.',
    })
    expect((version.metrics as { test: { recall: object } }).test.recall).toHaveProperty('20')
    const model = await load(artifactStore(dataDir).pathOf(version.artifactPath), { checksum: version.checksum })
    expect(model.recommend(model.users.indexOf('u3')!, 5)).toHaveLength(5)
  })

  it('that cannot be trained fails with the reason', async () => {
    const run = await queueTraining(database.pool, { ...SHORT, learningRate: 1e30 })
    await work()
    const row = await reaches(run, ({ state }) => expect(state).toBe('FAILED'))
    expect(row.error).toMatch(/^Training stopped in epoch 1, step \d+: .+\.$/)
    expect(row.modelVersion).toBeNull()
  })

  it('is trained after another, not at the same time', async () => {
    const runs = [await queueTraining(database.pool, SHORT), await queueTraining(database.pool, SHORT)]
    await work()
    const rows = await Promise.all(runs.map((run) => reaches(run, ({ state }) => expect(state).toBe('SUCCEEDED'))))
    const [first, second] = rows.sort((a, b) => a.startedAt!.getTime() - b.startedAt!.getTime())
    expect(second!.startedAt!.getTime()).toBeGreaterThanOrEqual(first!.finishedAt!.getTime())
  })
})

describe('several worker processes', () => {
  it('train every queued run once, also when one of them is killed', async () => {
    const children = [spawnWorker(), spawnWorker()]
    await Promise.all(children.map((child) => once(child, 'message')))
    const runs = await Promise.all(Array.from({ length: 5 }, () => queueTraining(database.pool, SHORT)))
    const before = await database.prisma.modelVersion.count()
    const ids = { in: runs.map(({ id }) => id) }
    await vi.waitFor(
      async () => {
        const count = await database.prisma.trainingRun.count({ where: { id: ids, state: 'SUCCEEDED' } })
        expect(count).toBeGreaterThan(0)
      },
      { timeout: 60_000, interval: 20 },
    )
    children[0]!.kill('SIGKILL')
    await once(children[0]!, 'exit')
    // the same as a wait of 16 seconds; the living worker's next heartbeat undoes it for its own run
    await database.pool.query(
      "UPDATE training_runs SET heartbeat_at = now() - interval '16 seconds' WHERE state IN ('RUNNING', 'EVALUATING')",
    )
    const rows = await Promise.all(runs.map((run) => reaches(run, ({ state }) => expect(state).toBe('SUCCEEDED'))))
    expect(new Set(rows.map((row) => row.modelVersionId)).size).toBe(runs.length)
    for (const row of rows) expect(row.attempts).toBeLessThanOrEqual(2)
    expect(await database.prisma.modelVersion.count()).toBeLessThanOrEqual(before + runs.length)
  }, 120_000)
})

describe('a run whose worker', () => {
  it('stops goes back into the queue, and to the next worker', async () => {
    const run = await queueTraining(database.pool, ENDLESS)
    const worker = await work()
    await reaches(run, training)
    workers.splice(workers.indexOf(worker), 1)
    await worker.close()
    const queued = await rowOf(run)
    expect(queued).toMatchObject({ state: 'QUEUED', startedAt: null })
    await work()
    const epochsOf = (row: { epochs: unknown }) => (row.epochs as { epoch: number }[]).map(({ epoch }) => epoch)
    const resumed = await reaches(run, (row) => expect(epochsOf(row).length).toBeGreaterThan(epochsOf(queued).length))
    expect(resumed.attempts).toBe(2)
    expect(epochsOf(resumed)).toEqual(epochsOf(resumed).map((_, n) => n + 1))
  })

  it('is killed resumes from its last checkpoint under another, to the same model, although the catalog has changed', async () => {
    const config = { epochs: 16, patience: 16, embeddingSize: 8, batchSize: 4, seed: 11 }
    const expected = await fit(await snapshot(database.pool), config)
    const run = await queueTraining(database.pool, config)
    const child = spawnWorker()
    expect((await once(child, 'message'))[0]).toEqual({ type: 'ready' })
    const checkpoint = join(dataDir, 'runs', run.id, 'training.checkpoint')
    await reaches(run, ({ epochs }) =>
      expect([existsSync(checkpoint), (epochs as unknown[]).length > 2]).toEqual([true, true]),
    )
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect((await rowOf(run)).state).toBe('RUNNING')
    await database.pool.query(
      `INSERT INTO interactions (user_id, item_id, type, occurred_at)
       SELECT u.id, i.id, 'CART', now() FROM users u, items i WHERE u.external_id = 'u3' AND i.external_id = 'i8'`,
    )
    // the same as a wait of 16 seconds
    await database.pool.query("UPDATE training_runs SET heartbeat_at = now() - interval '16 seconds' WHERE id = $1", [
      run.id,
    ])

    const log: string[] = []
    workers.push(await startWorker({ databaseUrl: database.url, dataDir, log: (line) => log.push(line) }))
    const row = await reaches(run, ({ state }) => expect(state).toBe('SUCCEEDED'))
    expect(row.attempts).toBe(2)
    expect(Number(/resumes after epoch (\d+)\./.exec(log.join('\n'))?.[1])).toBeGreaterThan(0)
    expect((row.epochs as { epoch: number }[]).map(({ epoch }) => epoch)).toEqual(
      Array.from({ length: 16 }, (_, n) => n + 1),
    )
    const { metrics, dataFingerprint, artifactPath } = row.modelVersion!
    expect(metrics).toEqual({ valid: expected.report.valid, test: expected.report.test })
    expect(dataFingerprint).toBe(expected.model.manifest.dataset.fingerprint)
    expect((await load(artifactStore(dataDir).pathOf(artifactPath))).factors).toEqual(expected.model.factors)
    await vi.waitFor(async () => expect(await readdir(join(dataDir, 'runs'))).not.toContain(run.id))
  }, 90_000)

  it('had no heartbeats for long, but lives, is left by that worker', async () => {
    const run = await queueTraining(database.pool, ENDLESS)
    const worker = await work()
    await reaches(run, training)
    await database.pool.query("UPDATE training_runs SET attempts = attempts + 1, epochs = '[]' WHERE id = $1", [run.id])
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await rowOf(run)).epochs).toEqual([]) // the first worker can no longer write to the row
    workers.splice(workers.indexOf(worker), 1)
    await worker.close()
    expect((await rowOf(run)).state).toBe('RUNNING') // and cannot release it either
  })
})

describe('the process', () => {
  it('ends with its launcher', async () => {
    const child = spawnWorker()
    await once(child, 'message')
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('names a missing setting in one sentence', async () => {
    const child = spawnWorker({ DATABASE_URL: '' })
    let output = ''
    child.stderr!.on('data', (chunk: Buffer) => (output += chunk))
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(output).toBe('worker: DATABASE_URL is not set.\n')
  })
})
