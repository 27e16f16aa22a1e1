import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWorld } from '../worlds/index.ts'
import { parseConfig } from '@trifold/model/internals'
import { ExperimentRunner } from './runner.ts'
import { RunCache } from './run-cache.ts'
import { withFixedSplit } from '../coldstart/index.ts'
import { type Measure, pack, type RunFile, runKey, type RunSpec, unpack, usersOf, valuesOf } from './run.ts'

const dataset = withFixedSplit(createWorld({ kind: 'mixed', users: 30, items: 40 }).dataset)
const config = { base: 'vbpr', mrdib: true, seed: 1, epochs: 2, embeddingSize: 4, batchSize: 256 } as const

/** What identifies a model: a number of its vectors. */
const first: Measure<number> = { name: 'first 1', of: ({ factors }) => ({ values: factors.blocks[0]!.item[5] }) }
const second: Measure<number> = {
  name: 'second 1',
  of: ({ factors, split }) => ({ values: factors.blocks[1]!.item[7]! + split.test.indices.length }),
}

let dir: string
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'trifold-runner-'))))
afterEach(async () => rm(dir, { recursive: true }))

/** The run, and how many epochs were trained for it. */
async function make(spec: Partial<RunSpec>) {
  let epochs = 0
  const runner = new ExperimentRunner(dataset, new RunCache(dir), {
    onProgress: ({ epoch }) => (epochs += epoch ? 1 : 0),
  })
  const [run] = await runner.runs([{ label: 'a run', config, ...spec }])
  return { run, epochs }
}

async function alter(change: (file: RunFile) => void): Promise<void> {
  const [name] = (await readdir(dir)).filter((one) => one.endsWith('.json'))
  const file = JSON.parse(await readFile(join(dir, name!), 'utf8')) as RunFile
  change(file)
  await writeFile(join(dir, name!), JSON.stringify(file))
}

describe('runKey', () => {
  it('depends on the training alone, and still names the files of cached runs', () => {
    const settings = {
      base: 'vbpr',
      mrdib: true,
      seed: 1,
      epochs: 200,
      embeddingSize: 64,
      batchSize: 2048,
      learningRate: 0.003,
      regularization: 0.02,
      modalRegularization: 0.005,
      featureRegularization: 0.02,
      patience: 20,
      layers: 2,
      neighbours: 10,
      shrinkage: 0,
      graphWeight: 0,
      edgeDropout: 0.8,
      auxiliaryWeight: 0.001,
      contrastiveWeight: 0.01,
      pairContrastiveWeight: 0.01,
      bottleneckWeight: 0.005,
      redundancyWeight: 0.01,
      uniqueWeight: 0.14,
      jointWeight: 0.3,
      evaluationUsers: 20000,
      interactionRank: 16,
    } as const
    const data = 'f'.repeat(64)
    expect(runKey(parseConfig(settings), data)).toBe('d7939340109654f35501')
    for (const other of [{ jointWeight: 0.4 }, { redundancyEstimator: 'club' as const }]) {
      expect(runKey(parseConfig({ ...settings, ...other }), data)).not.toBe('d7939340109654f35501')
    }
  })
})

describe('ExperimentRunner', () => {
  it('trains once for measures taken one after the other, if the model is cached', async () => {
    const compared = await make({ cacheModel: true })
    expect([compared.epochs, compared.run!.measured]).toEqual([2, {}])
    const one = await make({ measures: [first] })
    const both = await make({ measures: [first, second] })
    expect([one.epochs, both.epochs]).toEqual([0, 0])
    expect(both.run!.test).toEqual(compared.run!.test)
    await rm(dir, { recursive: true })
    const anew = await make({ measures: [first, second] })
    expect(anew.epochs).toBe(2)
    for (const measure of [first, second]) expect(valuesOf(both.run!, measure)).toBe(valuesOf(anew.run!, measure))
  })

  it('trains again for a missing measure if no model is cached, and keeps the other measures', async () => {
    await make({ measures: [first] })
    const again = await make({ measures: [second] })
    expect([again.epochs, Object.keys(again.run!.measured)]).toEqual([2, ['first 1', 'second 1']])
    expect((await make({ measures: [first, second] })).epochs).toBe(0)
  })

  it('trains again if the model is damaged', async () => {
    await make({ cacheModel: true })
    const [model] = (await readdir(dir)).filter((name) => name.endsWith('.model'))
    await writeFile(join(dir, model!, 'block-0.item.f32'), 'cut')
    expect((await make({ measures: [first], cacheModel: true })).epochs).toBe(2)
    expect((await make({ measures: [second] })).epochs).toBe(0)
  })

  it('drops measures of a training that gave other numbers', async () => {
    await make({ measures: [first] })
    await alter((file) => {
      const { users, values } = unpack(file.test)
      file.test = pack({ users, values: values.map((value) => value / 2) })
    })
    const { run } = await make({ measures: [second] })
    expect(Object.keys(run!.measured)).toEqual(['second 1'])
  })

  it('caches metrics of users, and names a measure it was made without', async () => {
    const ranked: Measure = {
      name: 'ranked 1',
      of: (_, { userIds }) => ({
        users: { none: { users: Uint32Array.of(userIds.length), values: new Float64Array(16) } },
      }),
    }
    const { run } = await make({ measures: [ranked] })
    expect([...usersOf(run!, ranked, 'none').users]).toEqual([30])
    expect(() => usersOf(run!, ranked, 'some')).toThrow('the run was made without "some" of the measure "ranked 1"')
    expect(() => valuesOf(run!, second)).toThrow('the run was made without the measure "second 1"')
  })
})
