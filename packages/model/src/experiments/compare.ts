import { basesAllowed } from './bases-allowed.ts'
import { MODAL_BASES } from '../bases/names.ts'
import type { FitConfigInput } from '../train/config.ts'
import { comparisonPlot } from './comparison-plot.ts'
import { comparisonTable, standings } from './comparison.ts'
import type { DataExperiment } from './experiment.ts'
import { settingsName } from './settings.ts'

export const compare: DataExperiment = {
  on: 'data',
  name: 'compare',
  summary: 'Recommenders beside each other, and each base that can carry MRdIB with and without it.',
  help: `Rows: every base asked for (--base A,B,C; default: all trained ones that the data allows), and below it the same
base with MRdIB where it can be attached and the data has features. Gains are over the same base without MRdIB.`,
  basesFor: (dataset) => ['popularity', 'ease', ...basesAllowed(dataset)],
  async run({ settings, lab, dataset }) {
    const rows = settings.bases.flatMap((base) => {
      const alone = { name: settingsName(base, false), config: configOf(base, false), over: undefined }
      if (!MODAL_BASES.has(base) || dataset.modalities.length === 0) return [alone]
      return [alone, { name: settingsName(base, true), config: configOf(base, true), over: alone.name }]
    })
    function configOf(base: (typeof settings.bases)[number], mrdib: boolean): FitConfigInput {
      return { ...settings.configOf(base, mrdib), base, mrdib }
    }
    const runs = await lab.runs(
      rows.flatMap(({ name, config }) =>
        settings.seeds.map((seed) => ({
          label: `${name}, seed ${seed}`,
          config: { ...config, seed },
          keepsModel: config.mrdib,
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
