import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testDatabase, type TestDatabase } from '../testing/index.ts'
import { listen, MODEL_CHANNEL } from './channels.ts'
import { promoteModelVersion } from './promote.ts'
import { productionModel, publishModelVersion } from './publish.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.drop())

const publish = (ndcg: number, dataFingerprint = 'a', autoPromote = false) =>
  publishModelVersion(database.prisma, {
    autoPromote,
    base: 'vbpr',
    mrdib: true,
    config: {},
    metrics: { valid: { ndcg: { '20': ndcg } }, test: { ndcg: { '20': ndcg } } },
    dataFingerprint,
    seed: 1,
    backend: 'core-wasm',
    artifactPath: 'models/x',
    checksum: 'c',
  })

describe('promoteModelVersion', () => {
  it('replaces the version in production, notifies the listeners, and rolls back the same way', async () => {
    const { prisma, url } = database
    const received: string[] = []
    const listener = await listen(url, [MODEL_CHANNEL], (_, payload) => received.push(payload))
    const [first, second] = [await publish(0.2), await publish(0.3)]
    expect(await productionModel(prisma)).toBeNull()

    expect(await promoteModelVersion(prisma, { id: first.id })).toMatchObject({ promoted: true, previous: null })
    expect(await promoteModelVersion(prisma, { id: second.id })).toMatchObject({
      promoted: true,
      modelVersion: { id: second.id, status: 'PRODUCTION' },
      previous: { id: first.id },
    })
    expect((await prisma.modelVersion.findUniqueOrThrow({ where: { id: first.id } })).status).toBe('RETIRED')

    const back = await promoteModelVersion(prisma, { id: first.id, force: true, reason: 'customers complain' })
    expect(back).toMatchObject({ promoted: true, modelVersion: { promotionReason: 'customers complain (Forced.)' } })
    expect((await productionModel(prisma))?.id).toBe(first.id)
    await vi.waitFor(() => expect(received).toEqual([first.id, second.id, first.id].map(String)))
    await listener.close()
  })

  it('refuses a worse version with both figures, unless forced with a reason', async () => {
    const { prisma } = database
    const [good, bad] = [await publish(0.3), await publish(0.2)]
    await promoteModelVersion(prisma, { id: good.id })
    expect(await promoteModelVersion(prisma, { id: bad.id })).toEqual({
      promoted: false,
      code: 'WORSE_THAN_PRODUCTION',
      message: `Its validation NDCG@20 of 0.2000 is worse than the 0.3000 of version ${good.id}.`,
    })
    expect(await promoteModelVersion(prisma, { id: bad.id, force: true, reason: '  ' })).toMatchObject({
      code: 'REASON_REQUIRED',
    })
    expect((await productionModel(prisma))?.id).toBe(good.id)
  })

  it('refuses an unknown version, and leaves the one in production as it is', async () => {
    const { prisma } = database
    expect(await promoteModelVersion(prisma, { id: 99 })).toMatchObject({ promoted: false, code: 'NOT_FOUND' })
    const { id } = await publish(0.2)
    await promoteModelVersion(prisma, { id, reason: 'the first' })
    const before = await productionModel(prisma)
    expect(await promoteModelVersion(prisma, { id })).toMatchObject({ promoted: true })
    expect(await productionModel(prisma)).toEqual(before)
  })

  it('happens with publishing in one transaction, and only if the gate passes it', async () => {
    expect(await publish(0.3, 'a', true)).toMatchObject({
      status: 'PRODUCTION',
      promotionReason: 'No model was in production.',
    })
    expect(await publish(0.2, 'a', true)).toMatchObject({ status: 'CANDIDATE' })
    const best = await publish(0.4, 'a', true)
    expect((await productionModel(database.prisma))?.id).toBe(best.id)
  })

  it('leaves one version in production, the best, when several are promoted at once', async () => {
    const { prisma } = database
    const versions = await Promise.all([0.1, 0.4, 0.2, 0.3].map((ndcg) => publish(ndcg)))
    await Promise.all(versions.map(({ id }) => promoteModelVersion(prisma, { id })))
    expect(await prisma.modelVersion.count({ where: { status: 'PRODUCTION' } })).toBe(1)
    expect((await productionModel(prisma))?.id).toBe(versions[1]!.id)
  })

  it('cannot be bypassed: the table itself holds at most one', async () => {
    const { prisma } = database
    const [first, second] = [await publish(0.2), await publish(0.3)]
    await promoteModelVersion(prisma, { id: first.id })
    const data = { status: 'PRODUCTION', promotedAt: new Date() } as const
    await expect(prisma.modelVersion.update({ where: { id: second.id }, data })).rejects.toThrow('Unique constraint')
  })
})
