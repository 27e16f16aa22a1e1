import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPool } from '../database/index.ts'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { listen, TRAINING_CHANNEL } from './channels.ts'
import { publishModelVersion } from './publish.ts'
import { createQueue, TRAINING_QUEUE, type TrainingJob } from './queue.ts'
import { reclaimStaleRuns } from './reclaim.ts'
import { claimTrainingRun, failTrainingRun, heartbeat, queueTraining, releaseTrainingRun } from './runs.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.drop())

const read = (id: string) => database.prisma.trainingRun.findUniqueOrThrow({ where: { id } })

/** Moves the last heartbeat of a run into the past. */
const silence = (id: string, seconds = 3600) =>
  database.pool.query('UPDATE training_runs SET heartbeat_at = now() - make_interval(secs => $2) WHERE id = $1', [
    id,
    seconds,
  ])

const epochs = (...numbers: number[]) => numbers.map((epoch) => ({ epoch, loss: 1 / epoch, seconds: 1 }))
const [one, two, three] = epochs(1, 2, 3)

const version = {
  ...{ base: 'vbpr', mrdib: true, config: {}, metrics: {}, dataFingerprint: 'a', seed: 1, backend: 'cpu' },
  ...{ artifactPath: 'models/x', checksum: 'c' },
}

async function fetchRunIds(): Promise<string[]> {
  const boss = await createQueue(database.url)
  try {
    const jobs = (await boss.fetch<TrainingJob>(TRAINING_QUEUE, { batchSize: 10 })) ?? []
    return jobs.map((job) => job.data.runId)
  } finally {
    await boss.stop({ graceful: false })
  }
}

describe('a training run', () => {
  it('is queued with its job, claimed once, followed while it runs, and ends with its version', async () => {
    const { pool, prisma, url } = database
    const moves: string[] = []
    const listener = await listen(url, [TRAINING_CHANNEL], (_, id) => moves.push(id))

    const queued = await queueTraining(pool, { base: 'vbpr', seed: 7 }, { autoPromote: true })
    expect(queued).toEqual(await read(queued.id))
    expect(queued).toMatchObject({ state: 'QUEUED', config: { base: 'vbpr', seed: 7 }, autoPromote: true, attempts: 0 })
    expect(await fetchRunIds()).toEqual([queued.id])

    const claimed = (await claimTrainingRun(pool, queued.id))!
    expect(claimed).toMatchObject({ state: 'RUNNING', attempts: 1 })
    expect(await claimTrainingRun(pool, queued.id)).toBeNull()

    expect(await heartbeat(pool, claimed, { progress: 0.5, epoch: { epoch: 1, loss: 0.7, seconds: 1 } })).toBe(true)
    expect(await heartbeat(pool, claimed, { epoch: { epoch: 2, loss: 0.6, seconds: 1 }, state: 'EVALUATING' })).toBe(
      true,
    )
    expect(await heartbeat(pool, claimed)).toBe(true)
    expect(await read(queued.id)).toMatchObject({
      state: 'EVALUATING',
      progress: 0.5,
      epochs: [
        { epoch: 1, loss: 0.7, seconds: 1 },
        { epoch: 2, loss: 0.6, seconds: 1 },
      ],
    })

    const { id } = await publishModelVersion(prisma, { ...version, trainingRun: claimed })
    expect(await read(queued.id)).toMatchObject({ state: 'SUCCEEDED', progress: 1, modelVersionId: id, error: null })
    expect(await heartbeat(pool, claimed)).toBe(false)
    await vi.waitFor(() => expect(moves).toEqual(Array(5).fill(queued.id)))
    await listener.close()
  })

  it('keeps its epochs for the next worker, which reports those that still hold', async () => {
    const { pool, prisma } = database
    const { id } = await queueTraining(pool, {})
    const first = (await claimTrainingRun(pool, id))!
    for (const epoch of epochs(1, 2, 3)) await heartbeat(pool, first, { progress: epoch.epoch / 10, epoch })
    await silence(id)
    await reclaimStaleRuns(pool)
    const second = (await claimTrainingRun(pool, id))!
    expect(second).toMatchObject({
      progress: expect.closeTo(0.3, 5),
      epochs: [one, two, three],
    })
    await heartbeat(pool, second, { progress: 0.2, epochs: epochs(1, 2) })
    await heartbeat(pool, second, { progress: 0.3, epoch: three })
    expect((await read(id)).epochs).toEqual([one, two, three])
    await heartbeat(pool, second, { progress: 0, epochs: [] })
    expect(await read(id)).toMatchObject({ progress: 0, epochs: [] })
    await publishModelVersion(prisma, { ...version, trainingRun: second, warning: 'It diverged.' })
    expect(await read(id)).toMatchObject({ state: 'SUCCEEDED', error: 'It diverged.' })
  })

  it('fails with its reason', async () => {
    const { pool } = database
    const { id } = await queueTraining(pool, {})
    const claimed = (await claimTrainingRun(pool, id))!
    await failTrainingRun(pool, claimed, 'There is not one interaction.')
    expect(await read(id)).toMatchObject({ state: 'FAILED', error: 'There is not one interaction.' })
    expect((await read(id)).finishedAt).toBeInstanceOf(Date)
  })

  it('of a dead worker is queued again, and a worker that was not dead can no longer change it', async () => {
    const { pool, prisma } = database
    const { id } = await queueTraining(pool, {})
    const dead = (await claimTrainingRun(pool, id))!
    expect(await reclaimStaleRuns(pool)).toEqual({ requeued: [], failed: [] })
    await silence(id)
    expect(await reclaimStaleRuns(pool)).toEqual({ requeued: [id], failed: [] })
    const next = (await claimTrainingRun(pool, id))!
    expect(next.attempts).toBe(2)

    expect(await heartbeat(pool, dead, { progress: 1 })).toBe(false)
    await failTrainingRun(pool, dead, 'late')
    await expect(publishModelVersion(prisma, { ...version, trainingRun: dead })).rejects.toThrow(
      'is no longer this worker',
    )
    expect(await read(id)).toMatchObject({ state: 'RUNNING', progress: 0 })
    expect(await prisma.modelVersion.count()).toBe(0)
  })

  it('fails after three attempts, with a reason', async () => {
    const { pool } = database
    const { id } = await queueTraining(pool, {})
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect((await claimTrainingRun(pool, id))?.attempts).toBe(attempt)
      await silence(id)
      await reclaimStaleRuns(pool)
    }
    expect(await read(id)).toMatchObject({
      state: 'FAILED',
      error: 'The worker died in attempt 3 of 3.',
    })
  })

  it('whose job was fetched by a worker that died before claiming it gets a new job, once', async () => {
    const { pool } = database
    const { id } = await queueTraining(pool, {})
    expect(await fetchRunIds()).toEqual([id])
    expect(await reclaimStaleRuns(pool)).toEqual({ requeued: [], failed: [] })
    await pool.query(`UPDATE pgboss.job SET started_on = now() - interval '1 hour'`)
    expect((await reclaimStaleRuns(pool)).requeued).toEqual([id])
    expect((await reclaimStaleRuns(pool)).requeued).toEqual([])
    expect(await fetchRunIds()).toEqual([id])
  })

  it('is claimed by one of many connections at the same time', async () => {
    const pools = Array.from({ length: 8 }, () => createPool(database.url, 1))
    try {
      for (let round = 0; round < 5; round++) {
        const { id } = await queueTraining(database.pool, {})
        const claims = await Promise.all(pools.map((pool) => claimTrainingRun(pool, id)))
        expect(claims.filter((claim) => claim !== null)).toHaveLength(1)
        expect(await read(id)).toMatchObject({ state: 'RUNNING', attempts: 1 })
      }
    } finally {
      await Promise.all(pools.map((pool) => pool.end()))
    }
  })

  it('of a dead worker is queued once by several processes that look at the same time', async () => {
    const { id } = await queueTraining(database.pool, {})
    await fetchRunIds()
    await claimTrainingRun(database.pool, id)
    await silence(id)
    const pools = Array.from({ length: 4 }, () => createPool(database.url, 2))
    const found = await Promise.all(pools.map((pool) => reclaimStaleRuns(pool)))
    await Promise.all(pools.map((pool) => pool.end()))
    expect(found.flatMap(({ requeued }) => requeued)).toEqual([id])
    expect(await fetchRunIds()).toEqual([id])
  })

  it('is reclaimed after the given silence and not before', async () => {
    const { pool } = database
    const { id } = await queueTraining(pool, {})
    await claimTrainingRun(pool, id)
    await silence(id, 10)
    expect((await reclaimStaleRuns(pool, { staleAfterSeconds: 15 })).requeued).toEqual([])
    await silence(id, 20)
    expect((await reclaimStaleRuns(pool, { staleAfterSeconds: 15 })).requeued).toEqual([id])
  })

  it('that is evaluated is reclaimed, one that has ended or was cancelled is not', async () => {
    const { pool } = database
    const ids = (await Promise.all([1, 2, 3].map(() => queueTraining(pool, {})))).map(({ id }) => id)
    const [evaluating, failed, cancelled] = await Promise.all(ids.map((id) => claimTrainingRun(pool, id)))
    await heartbeat(pool, evaluating!, { state: 'EVALUATING' })
    await failTrainingRun(pool, failed!, 'no')
    await pool.query(`UPDATE training_runs SET state = 'CANCELLED' WHERE id = $1`, [cancelled!.id])
    for (const id of ids) await silence(id)
    expect(await reclaimStaleRuns(pool)).toEqual({ requeued: [evaluating!.id], failed: [] })
    expect(await heartbeat(pool, cancelled!)).toBe(false)
    await failTrainingRun(pool, cancelled!, 'late')
    expect(await read(cancelled!.id)).toMatchObject({ state: 'CANCELLED', error: null })
  })

  it('that its worker releases is queued with its progress, gets a new job, and is not released by an earlier worker', async () => {
    const { pool } = database
    const { id } = await queueTraining(pool, {})
    await fetchRunIds()
    const first = (await claimTrainingRun(pool, id))!
    await heartbeat(pool, first, { progress: 0.5, epoch: one })
    await releaseTrainingRun(pool, first)
    const released = { state: 'QUEUED', startedAt: null, heartbeatAt: null, progress: 0.5, epochs: [one], attempts: 1 }
    expect(await read(id)).toMatchObject(released)
    await pool.query(`UPDATE pgboss.job SET started_on = now() - interval '1 hour'`)
    expect((await reclaimStaleRuns(pool)).requeued).toEqual([id])
    const second = (await claimTrainingRun(pool, id))!
    await releaseTrainingRun(pool, first)
    expect(await read(id)).toMatchObject({ state: 'RUNNING', attempts: second.attempts })
  })
})

describe('publishing the model of a run', () => {
  it('leaves neither a version nor a promotion behind when the run was cancelled', async () => {
    const { pool, prisma, url } = database
    const moves: string[] = []
    const { id } = await queueTraining(pool, {})
    const claimed = (await claimTrainingRun(pool, id))!
    await pool.query(`UPDATE training_runs SET state = 'CANCELLED' WHERE id = $1`, [id])
    const listener = await listen(url, [TRAINING_CHANNEL], (_, payload) => moves.push(payload))
    const publishing = publishModelVersion(prisma, { ...version, trainingRun: claimed, autoPromote: true })
    await expect(publishing).rejects.toThrow('is no longer this worker')
    expect(await prisma.modelVersion.count()).toBe(0)
    expect(await read(id)).toMatchObject({ state: 'CANCELLED', modelVersionId: null })
    await pool.query('SELECT pg_notify($1, $2)', [TRAINING_CHANNEL, 'last'])
    await vi.waitFor(() => expect(moves).toEqual(['last']))
    await listener.close()
  })

  it('ends the run and promotes the version at the same moment for every other connection', async () => {
    const { pool, prisma } = database
    const { id } = await queueTraining(pool, {})
    const claimed = (await claimTrainingRun(pool, id))!
    let done = false
    const publishing = publishModelVersion(prisma, { ...version, trainingRun: claimed, autoPromote: true }).finally(
      () => (done = true),
    )
    while (!done) {
      const { rows } = await pool.query<{ state: string; production: number }>(
        `SELECT state, (SELECT count(*)::int FROM model_versions WHERE status = 'PRODUCTION') AS production
         FROM training_runs WHERE id = $1`,
        [id],
      )
      expect([
        ['RUNNING', 0],
        ['SUCCEEDED', 1],
      ]).toContainEqual([rows[0]!.state, rows[0]!.production])
    }
    expect((await publishing).status).toBe('PRODUCTION')
  })
})
