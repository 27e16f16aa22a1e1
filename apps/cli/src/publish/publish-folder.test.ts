import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importFiles, planImport, productionModel } from '@trifold/catalog'
import { testDatabase, type TestDatabase } from '@trifold/catalog/testing'
import { fit, load, readDataset, save } from '@trifold/model'
import { createWorld } from '@trifold/experiments'
import { type Dataset, writeDataset } from '@trifold/model/data'
import { UserFacingError } from '@trifold/model/errors'
import { publishFolder, type PublishOptions } from './publish-folder.ts'

const GATE = { kind: 'gate' } as const
let dir: string
let database: TestDatabase
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trifold publish '))
  await writeDataset(createWorld({ kind: 'mixed', users: 60, items: 40, seed: 1 }).dataset, join(dir, 'world'))
  await writeDataset(createWorld({ kind: 'mixed', users: 60, items: 40, seed: 2 }).dataset, join(dir, 'other'))
  database = await testDatabase()
  await importFiles(database.pool, await planImport([join(dir, 'world')]))
  const world = await readDataset(join(dir, 'world'))
  await train(world, 'ease', 'ease')
  await train(world, 'popularity', 'popularity')
})
afterAll(async () => {
  await rm(dir, { recursive: true })
  await database.drop()
})
beforeEach(async () => {
  await database.pool.query('TRUNCATE model_versions RESTART IDENTITY CASCADE')
  await rm(join(dir, 'data'), { recursive: true, force: true })
})

async function train(dataset: Dataset, base: 'ease' | 'popularity', folder: string): Promise<void> {
  await save((await fit(dataset, { base })).model, join(dir, folder))
}

/** A model that ranks better or worse, by its own report. */
async function withNdcg(folder: string, to: string, ndcg: number): Promise<void> {
  const { factors, users, items, manifest, trained } = await load(join(dir, folder))
  const { report } = manifest
  const valid = { ...report.valid, ndcg: { ...report.valid.ndcg, '20': ndcg } }
  await save({ factors, users, items, trained, manifest: { ...manifest, report: { ...report, valid } } }, join(dir, to))
}

const publish = (folder: string, options: Partial<PublishOptions> = {}) =>
  publishFolder(database, {
    dir: join(dir, folder),
    dataDir: join(dir, 'data'),
    allowOtherData: false,
    promotion: GATE,
    ...options,
  })
const artifacts = () => readdir(join(dir, 'data', 'models')).catch(() => [])

describe('publishFolder', () => {
  it('enters the folder as the worker enters a training, and serves it', async () => {
    const { version, existed, refusal, warning } = await publish('ease')
    expect([existed, refusal, warning]).toEqual([false, null, null])
    const { manifest } = await load(join(dir, 'ease'))
    expect(version).toMatchObject({
      status: 'PRODUCTION',
      base: 'ease',
      mrdib: false,
      seed: 1,
      dataFingerprint: manifest.dataset.fingerprint,
      metrics: { valid: manifest.report.valid, test: manifest.report.test },
      config: JSON.parse(JSON.stringify(manifest.config)),
    })
    const served = await load(join(dir, 'data', version.artifactPath), { checksum: version.checksum })
    expect(served.recommend(3, 5)).toEqual((await load(join(dir, 'ease'))).recommend(3, 5))
  })

  it('knows a model trained in single precision too', async () => {
    await train(await readDataset(join(dir, 'world'), { precision: 'single' }), 'ease', 'single')
    expect((await publish('single')).warning).toBeNull()
  })

  it('leaves a worse model a candidate, and promotes it by force with the reason', async () => {
    await withNdcg('ease', 'better', 0.9)
    await withNdcg('ease', 'worse', 0.1)
    const { version: first } = await publish('better')
    const refused = await publish('worse')
    expect(refused.refusal).toMatch(/^Its validation NDCG@20 of 0\.1000 is worse than the 0\.9000 of version 1\.$/)
    expect(refused.version.status).toBe('CANDIDATE')
    expect((await productionModel(database.prisma))?.id).toBe(first.id)

    const forced = await publish('worse', { promotion: { kind: 'force', reason: 'a trial' } })
    expect(forced).toMatchObject({ existed: true, refusal: null })
    expect(forced.version).toMatchObject({ id: refused.version.id, status: 'PRODUCTION' })
    expect(forced.version.promotionReason).toBe('a trial (Forced.)')
    expect(await artifacts()).toHaveLength(2) // the second try made no copy
  })

  it('publishes without promoting on request', async () => {
    const { version } = await publish('ease', { promotion: { kind: 'none' } })
    expect(version.status).toBe('CANDIDATE')
    expect(await productionModel(database.prisma)).toBeNull()
  })

  it('refuses a model of other data with the same ids, unless it is allowed', async () => {
    await train(await readDataset(join(dir, 'other')), 'ease', 'of-other')
    const failure = await publish('of-other').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UserFacingError)
    expect((failure as Error).message).toMatch(
      /of-other: the model was trained on other data: the catalog knows its users and items, but has other interactions, .*--allow-other-data\.$/,
    )
    expect([await artifacts(), await database.prisma.modelVersion.count()]).toEqual([[], 0])
    const { warning, version } = await publish('of-other', { allowOtherData: true })
    expect(warning).toMatch(/^The model was trained on other data: /)
    expect(version.status).toBe('PRODUCTION')
  })

  it('counts the items that the catalog lacks, and refuses a model of which it knows none', async () => {
    const world = await readDataset(join(dir, 'world'))
    await train({ ...world, itemIds: world.itemIds.map((id) => (id < '2' ? `x${id}` : id)) }, 'popularity', 'some')
    await expect(publish('some')).rejects.toThrow(/the catalog lacks 12 of its 40 items, "x0" among them; train/)
    expect((await publish('some', { allowOtherData: true })).warning).toMatch(/lacks 12 of its 40 items/)
    await train({ ...world, itemIds: world.itemIds.map((id) => `x${id}`) }, 'popularity', 'none')
    await expect(publish('none', { allowOtherData: true })).rejects.toThrow(
      /lacks 40 of its 40 items, "x0" among them; train it on the data of this catalog\.$/,
    )
    await train({ ...world, userIds: world.userIds.map((id) => `x${id}`) }, 'popularity', 'strangers')
    await expect(publish('strangers', { allowOtherData: true })).rejects.toThrow(/lacks 60 of its 60 users, "x0" among/)
  })

  it('refuses a folder that is no model', async () => {
    await writeFile(join(dir, 'world', 'note'), '')
    await expect(publish('world')).rejects.toThrow(UserFacingError)
  })
})
