import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimTrainingRun, failTrainingRun, queueTraining } from '../registry/index.ts'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { runFolders } from './run-folders.ts'

let database: TestDatabase
let dataDir: string
beforeEach(async () => {
  database = await testDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'trifold runs '))
})
afterEach(async () => {
  await database.drop()
  await rm(dataDir, { recursive: true })
})

describe('the folders of runs', () => {
  it('stay while a run may resume, and are removed when it is over or unknown', async () => {
    const { pool } = database
    const folders = runFolders(dataDir)
    await folders.sweep(pool) // there is none yet
    const [queued, running, failed] = [
      await queueTraining(pool, {}),
      await queueTraining(pool, {}),
      await queueTraining(pool, {}),
    ]
    await claimTrainingRun(pool, running.id)
    await failTrainingRun(pool, (await claimTrainingRun(pool, failed.id))!, 'no')
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (const id of [queued.id, running.id, failed.id, unknown]) await mkdir(folders.pathOf(id), { recursive: true })
    await writeFile(join(folders.pathOf(failed.id), 'dataset'), '')
    await mkdir(join(dataDir, 'runs', 'something else'))
    await folders.sweep(pool)
    expect((await readdir(join(dataDir, 'runs'))).sort()).toEqual([queued.id, running.id, 'something else'].sort())
    await folders.remove(queued.id)
    await folders.remove(queued.id)
    expect(await readdir(join(dataDir, 'runs'))).toHaveLength(2)
  })

  it.each(['', '..', '../models', 'a/b'])('cannot be outside the folder of runs: %j', (id) => {
    expect(() => runFolders(dataDir).pathOf(id)).toThrow('not the id of a training run')
  })
})
