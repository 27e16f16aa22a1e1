import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWorld } from '../worlds/index.ts'
import { parseConfig } from '@trifold/model/internals'
import { Lab } from './runner.ts'
import { RunStore } from './run-cache.ts'
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
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'trifold-lab-'))))
afterEach(async () => rm(dir, { recursive: true }))

/** The run, and how many epochs were trained for it. */
async function ask(spec: Partial<RunSpec>) {
  let epochs = 0
  const lab = new Lab(dataset, new RunStore(dir), { onProgress: ({ epoch }) => (epochs += epoch ? 1 : 0) })
  const [run] = await lab.runs([{ label: 'a run', config, ...spec }])
  return { run, epochs }
}

async function alter(change: (file: RunFile) => void): Promise<void> {
  const [name] = (await readdir(dir)).filter((one) => one.endsWith('.json'))
  const file = JSON.parse(await readFile(join(dir, name!), 'utf8')) as RunFile
  change(file)
  await writeFile(join(dir, name!), JSON.stringify(file))
}

describe('runKey', () => {
  it('is of the training alone, and stays what kept runs are filed under', () => {
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

describe('Lab', () => {
  it('trains once for measures asked for one after the other, where the model is kept', async () => {
    const compared = await ask({ keepsModel: true })
    expect([compared.epochs, compared.run!.measured]).toEqual([2, {}])
    const one = await ask({ measures: [first] })
    const both = await ask({ measures: [first, second] })
    expect([one.epochs, both.epochs]).toEqual([0, 0])
    expect(both.run!.test).toEqual(compared.run!.test)
    await rm(dir, { recursive: true })
    const anew = await ask({ measures: [first, second] })
    expect(anew.epochs).toBe(2)
    for (const measure of [first, second]) expect(valuesOf(both.run!, measure)).toBe(valuesOf(anew.run!, measure))
  })

  it('trains again for a measure that is missing where no model was kept, and keeps those there are', async () => {
    await ask({ measures: [first] })
    const again = await ask({ measures: [second] })
    expect([again.epochs, Object.keys(again.run!.measured)]).toEqual([2, ['first 1', 'second 1']])
    expect((await ask({ measures: [first, second] })).epochs).toBe(0)
  })

  it('trains again where the model is damaged', async () => {
    await ask({ keepsModel: true })
    const [model] = (await readdir(dir)).filter((name) => name.endsWith('.model'))
    await writeFile(join(dir, model!, 'block-0.item.f32'), 'cut')
    expect((await ask({ measures: [first], keepsModel: true })).epochs).toBe(2)
    expect((await ask({ measures: [second] })).epochs).toBe(0)
  })

  it('drops what was measured of a training that came to other numbers', async () => {
    await ask({ measures: [first] })
    await alter((file) => {
      const { users, values } = unpack(file.test)
      file.test = pack({ users, values: values.map((value) => value / 2) })
    })
    const { run } = await ask({ measures: [second] })
    expect(Object.keys(run!.measured)).toEqual(['second 1'])
  })

  it('keeps metrics of users, and says what it was not asked for', async () => {
    const ranked: Measure = {
      name: 'ranked 1',
      of: (_, { userIds }) => ({
        users: { none: { users: Uint32Array.of(userIds.length), values: new Float64Array(16) } },
      }),
    }
    const { run } = await ask({ measures: [ranked] })
    expect([...usersOf(run!, ranked, 'none').users]).toEqual([30])
    expect(() => usersOf(run!, ranked, 'some')).toThrow('the run was not asked for "some" of "ranked 1"')
    expect(() => valuesOf(run!, second)).toThrow('the run was not asked for "second 1"')
  })
})
