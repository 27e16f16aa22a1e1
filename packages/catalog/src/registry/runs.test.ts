import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/database.ts'
import { TRAINING_CHANNEL } from './channels.ts'
import { listen } from './listen.ts'
import { publishModelVersion } from './publish.ts'
import { createQueue, TRAINING_QUEUE, type TrainingJob } from './queue.ts'
import { reclaimStaleRuns } from './reclaim.ts'
import { claimTrainingRun, failTrainingRun, heartbeat, queueTraining } from './runs.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.drop())

const read = (id: string) => database.prisma.trainingRun.findUniqueOrThrow({ where: { id } })

/** Makes the worker of a run silent for an hour. */
const silence = (id: string) =>
  database.pool.query(`UPDATE training_runs SET heartbeat_at = now() - interval '1 hour' WHERE id = $1`, [id])

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
  it('is queued with its job, claimed once, heard of while it runs, and ends with its version', async () => {
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

  it('keeps what was told of it for the next worker, who says what of it still holds', async () => {
    const { pool, prisma } = database
    const { id } = await queueTraining(pool, {})
    const first = (await claimTrainingRun(pool, id))!
    for (const epoch of [1, 2, 3]) await heartbeat(pool, first, { progress: epoch / 10, epoch: { epoch } })
    await silence(id)
    await reclaimStaleRuns(pool)
    const second = (await claimTrainingRun(pool, id))!
    expect(second).toMatchObject({
      progress: expect.closeTo(0.3, 5),
      epochs: [{ epoch: 1 }, { epoch: 2 }, { epoch: 3 }],
    })
    await heartbeat(pool, second, { progress: 0.2, epochs: [{ epoch: 1 }, { epoch: 2 }] })
    await heartbeat(pool, second, { progress: 0.3, epoch: { epoch: 3 } })
    expect((await read(id)).epochs).toEqual([{ epoch: 1 }, { epoch: 2 }, { epoch: 3 }])
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

  it('of a dead worker is queued again, and the dead one can no longer touch it should it come back', async () => {
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
      'taken from this worker',
    )
    expect(await read(id)).toMatchObject({ state: 'RUNNING', progress: 0 })
    expect(await prisma.modelVersion.count()).toBe(0)
  })

  it('is given up after three attempts, with a reason', async () => {
    const { pool } = database
    const { id } = await queueTraining(pool, {})
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect((await claimTrainingRun(pool, id))?.attempts).toBe(attempt)
      await silence(id)
      await reclaimStaleRuns(pool)
    }
    expect(await read(id)).toMatchObject({
      state: 'FAILED',
      error: 'The worker stopped without a word in attempt 3 of 3.',
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
})
