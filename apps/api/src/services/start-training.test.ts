import { promoteModelVersion, publishModelVersion, queueTraining, type TrainingRun } from '@trifold/catalog'
import { type FitConfig, fitConfigSchema, fitSettings } from '@trifold/model'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestApi, testApi } from '../testing/index.ts'

let test: TestApi | undefined

/** The settings that the demo shop was first trained with: its explanations depend on them. */
const TUNED = {
  learningRate: 0.005,
  uniqueWeight: 0.5,
  jointWeight: 1,
  interactionRank: 128,
  projectionRegularization: 8e-5,
}

beforeEach(async () => {
  await test?.close()
  test = await testApi()
})
afterAll(() => test?.close())

const START = `mutation ($input: StartTrainingInput!) {
  startTraining(input: $input) { trainingRun { id config } userErrors { code message field } }
}`

async function start(input: object): Promise<{
  trainingRun: { config: FitConfig } | null
  userErrors: { code: string; message: string; field: string[] }[]
}> {
  const { data, errors } = await test!.askAsAdmin(START, { input })
  expect(errors).toBeUndefined()
  return data!.startTraining
}

/** The configuration that a training with this input is queued with. */
async function configOf(input: object): Promise<FitConfig> {
  const { trainingRun, userErrors } = await start(input)
  expect(userErrors).toEqual([])
  const newest: TrainingRun = await test!.prisma.trainingRun.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
  expect(trainingRun!.config).toEqual(newest.config)
  return trainingRun!.config
}

/** Put a version with this stored configuration into production, without a model behind it. */
async function produce(config: object): Promise<void> {
  const at = { '5': 0.1, '10': 0.1, '20': 0.1, '50': 0.1 }
  const metrics = { recall: at, ndcg: at, precision: at, map: at }
  const { id } = await publishModelVersion(test!.prisma, {
    base: 'vbpr',
    mrdib: true,
    config: { ...config },
    metrics: { valid: metrics, test: metrics },
    dataFingerprint: 'a'.repeat(64),
    seed: 1,
    backend: 'none',
    artifactPath: 'none',
    checksum: 'none',
  })
  await promoteModelVersion(test!.prisma, { id, force: true, reason: 'A test.' })
}

describe('the settings of startTraining', () => {
  it('are those of fit, every one of them', async () => {
    const given: FitConfig = {
      ...fitConfigSchema.parse({ base: 'freedom' }),
      redundancyEstimator: 'club',
      weighting: 'confidence',
      seed: 7,
      epochs: 3,
    }
    for (const [name, value] of Object.entries(given)) {
      if (typeof value !== 'number' || ['seed', 'epochs'].includes(name)) continue
      Object.assign(given, { [name]: Number.isInteger(value) && value > 0 ? value + 1 : value / 2 + 0.01 })
    }
    Object.assign(given, { interactionRank: 17, layers: 3, shrinkage: 2 })
    expect(Object.keys(given).sort()).toEqual(Object.keys(fitSettings.shape).sort())
    expect(await configOf(given)).toEqual(given)
  })

  it('are checked as fit checks them, each error at its field', async () => {
    const { trainingRun, userErrors } = await start({
      base: 'alchemy',
      epochs: 0,
      edgeDropout: 1,
      redundancyEstimator: '',
    })
    expect(trainingRun).toBeNull()
    expect(userErrors.map(({ code, field }) => [code, ...field])).toEqual([
      ['INVALID_INPUT', 'base'],
      ['INVALID_INPUT', 'epochs'],
      ['INVALID_INPUT', 'edgeDropout'],
      ['INVALID_INPUT', 'redundancyEstimator'],
    ])
    expect(userErrors[1]?.message).toMatch(/^epochs: .*1.*\.$/)
    expect(await test!.prisma.trainingRun.count()).toBe(0)
  })

  it('have the default of the model package in a shop without models; null is omitted', async () => {
    expect(await configOf({})).toEqual(fitConfigSchema.parse({}))
    expect(await configOf({ base: null, epochs: null, seed: 3 })).toEqual(fitConfigSchema.parse({ seed: 3 }))
  })
})

describe('a plain retrain', () => {
  it('has the configuration of the version in production', async () => {
    const production = fitConfigSchema.parse({ ...TUNED, seed: 11, epochs: 150 })
    await produce(production)
    expect(await configOf({})).toEqual(production)
  })

  it('that names the same base and MRdIB, as the admin page does, is the same', async () => {
    const production = fitConfigSchema.parse(TUNED)
    await produce(production)
    expect(await configOf({ base: 'vbpr', mrdib: true, autoPromote: true })).toEqual(production)
    expect(await configOf({ base: 'vbpr', mrdib: true, epochs: 9 })).toEqual({ ...production, epochs: 9 })
  })

  it('does not follow a version that is not in production', async () => {
    await produce(fitConfigSchema.parse(TUNED))
    await produce(fitConfigSchema.parse({ uniqueWeight: 0.07 }))
    expect(await configOf({})).toEqual(fitConfigSchema.parse({ uniqueWeight: 0.07 }))
  })

  it('has the configuration of the last run for production if none was promoted', async () => {
    await queueTraining(test!.pool, { uniqueWeight: 0.9 }, { autoPromote: true })
    await queueTraining(test!.pool, TUNED, { autoPromote: true })
    await queueTraining(test!.pool, { uniqueWeight: 0.3 })
    expect(await configOf({})).toEqual(fitConfigSchema.parse(TUNED))
  })
})

describe('a training of another kind', () => {
  it('has the defaults of its base, and the explanation settings that the shop has changed', async () => {
    await produce(fitConfigSchema.parse(TUNED))
    const explaining = { ...TUNED, learningRate: undefined }
    delete explaining.learningRate
    expect(await configOf({ base: 'freedom' })).toEqual(fitConfigSchema.parse({ base: 'freedom', ...explaining }))
    expect(await configOf({ base: 'bpr' })).toMatchObject({ base: 'bpr', mrdib: false, interactionRank: 128 })
    expect(await configOf({ mrdib: false })).toEqual(fitConfigSchema.parse({ mrdib: false, ...explaining }))
  })

  it('does not inherit what is only the default of the base in production', async () => {
    await produce(fitConfigSchema.parse({ base: 'vbpr' }))
    expect(await configOf({ base: 'freedom' })).toEqual(fitConfigSchema.parse({ base: 'freedom' }))
  })
})

describe('a stored configuration', () => {
  it('of an older version of the software may have settings that are gone, and lack new ones', async () => {
    await produce({ base: 'vbpr', mrdib: true, uniqueWeight: 0.4, settingOfLongAgo: 3 })
    expect(await configOf({})).toEqual(fitConfigSchema.parse({ uniqueWeight: 0.4 }))
  })

  it('that is no longer valid gives an error at the setting, which can be given', async () => {
    await produce({ ...fitConfigSchema.parse({}), patience: -1 })
    expect((await start({})).userErrors.map((error) => error.field)).toEqual([['patience']])
    expect(await configOf({ patience: 10 })).toEqual(fitConfigSchema.parse({ patience: 10 }))
  })
})
