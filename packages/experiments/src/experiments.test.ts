import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld } from './worlds/index.ts'
import { EXPERIMENTS } from './registry.ts'
import { ExperimentRunner, RunCache, type DataExperiment } from './runner/index.ts'
import { withFixedSplit } from './coldstart/index.ts'

const dataset = withFixedSplit(createWorld({ kind: 'mixed', users: 30, items: 40 }).dataset)
const settings = {
  bases: ['vbpr'] as const,
  seeds: [1, 2],
  trials: 3,
  configOf: () => ({ epochs: 2, embeddingSize: 4, batchSize: 256 }),
}
const onData = EXPERIMENTS.filter((experiment): experiment is DataExperiment => experiment.on === 'data')

let dir: string
beforeAll(async () => (dir = await mkdtemp(join(tmpdir(), 'trifold-experiments-'))))
afterAll(async () => rm(dir, { recursive: true }))

describe.each(onData.map((experiment) => [experiment.name, experiment] as const))('%s', (name, experiment) => {
  it('fills every cell of its tables, draws a plot, and makes no run twice', async () => {
    const progress: { reused?: boolean }[] = []
    const runner = () =>
      new ExperimentRunner(dataset, new RunCache(join(dir, name)), { onProgress: (one) => progress.push(one) })
    const { tables, plot, data } = await experiment.run({ dataset, settings, runner: runner() })
    expect(tables.length).toBeGreaterThan(0)
    for (const { columns, rows } of tables) {
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) {
        expect(row.length).toBe(columns.length)
        for (const cell of row) expect(cell).not.toMatch(/NaN|undefined|Infinity/)
      }
    }
    expect(plot).toMatch(/^<svg/)
    expect(plot).not.toMatch(/NaN|undefined|Infinity/)
    progress.length = 0
    const again = await experiment.run({ dataset, settings, runner: runner() })
    expect(JSON.parse(JSON.stringify(again.data))).toEqual(JSON.parse(JSON.stringify(data)))
    expect(progress.every(({ reused }) => reused)).toBe(true)
  })
})

describe('imbalance', () => {
  it('compares a corrupted modality with the same recommender on the intact data', async () => {
    const imbalance = onData.find(({ name }) => name === 'imbalance')
    const { data } =
      (await imbalance?.run({
        dataset,
        settings,
        runner: new ExperimentRunner(dataset, new RunCache(join(dir, 'imbalance'))),
      })) ?? {}
    const { rows } = (data as { rows: { name: string; over?: string }[] }[])[0]!
    expect(rows.map(({ name }) => name)).toEqual([
      'as it is',
      ...['image', 'text'].flatMap((name) =>
        ['noise 1x', '30 % dropped', '70 % dropped', 'shuffled'].map((how) => `${name} ${how}`),
      ),
    ])
    expect(rows.slice(1).every(({ over }) => over === 'as it is')).toBe(true)
  })
})

describe('search', () => {
  it('tries the choice for the base alone with MRdIB too, in as many trials', async () => {
    const search = onData.find(({ name }) => name === 'search')
    const { data } =
      (await search?.run({
        dataset,
        settings,
        runner: new ExperimentRunner(dataset, new RunCache(join(dir, 'search'))),
      })) ?? {}
    const [alone, mrdib] = data as { name: string; trials: { config: Record<string, unknown> }[] }[]
    expect([alone!.trials.length, mrdib!.trials.length]).toEqual([3, 3])
    expect(mrdib!.trials.map(({ config }) => config)).toContainEqual({ ...alone!.trials[0]!.config, mrdib: true }) // the first trial has the given settings
  })
})
