import {
  BASE_NAMES,
  BASES,
  type BaseName,
  type Dataset,
  type FitConfigInput,
  carriesMrdib,
} from '@trifold/model/internals'
import { comparisonPlot, comparisonTable, standings } from './comparison.ts'
import { type DataExperiment, settingsName } from '../runner/index.ts'

/** The bases whose inputs the data set has. */
export function basesAllowed({ modalities, neighbours = [] }: Pick<Dataset, 'modalities' | 'neighbours'>): BaseName[] {
  return BASE_NAMES.filter((base) => {
    const { reads } = BASES[base]
    return reads === null || modalities.length > 0 || (reads === 'graphs' && neighbours.length > 0)
  })
}

export const compare: DataExperiment = {
  on: 'data',
  name: 'compare',
  summary: 'Recommenders beside each other, and each base that can carry MRdIB with and without it.',
  help: `Rows: every base of --base A,B,C (default: popularity, EASE and all trained ones that the data allows). Below
each is the same base with MRdIB, if it can be attached and the data has features. Gains are over the same base
without MRdIB.`,
  basesFor: (dataset) => ['popularity', 'ease', ...basesAllowed(dataset)],
  async run({ settings, runner, dataset }) {
    const rows = settings.bases.flatMap((base) => {
      const alone = { name: settingsName(base, false), config: configOf(base, false), over: undefined }
      if (!carriesMrdib(base) || dataset.modalities.length === 0) return [alone]
      return [alone, { name: settingsName(base, true), config: configOf(base, true), over: alone.name }]
    })
    function configOf(base: (typeof settings.bases)[number], mrdib: boolean): FitConfigInput {
      return { ...settings.configOf(base, mrdib), base, mrdib }
    }
    const runs = await runner.runs(
      rows.flatMap(({ name, config }) =>
        settings.seeds.map((seed) => ({
          label: `${name}, seed ${seed}`,
          config: { ...config, seed },
          cacheModel: config.mrdib,
        })),
      ),
    )
    const each = settings.seeds.length
    const found = standings(
      rows.map(({ name, over }, n) => ({
        name,
        over,
        seeds: runs.slice(n * each, (n + 1) * each).map(({ test }) => test),
      })),
    )
    const title = `Recommenders on ${dataset.name}`
    return { tables: [comparisonTable(title, found, each)], plot: comparisonPlot(title, found), data: found }
  },
}
