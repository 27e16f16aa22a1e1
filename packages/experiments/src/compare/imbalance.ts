import { type Dataset, type FitConfigInput, carriesMrdib } from '@trifold/model/internals'
import { drop, noise, shuffled, type Corruption } from './corrupt.ts'
import { UserFacingError } from '@trifold/model/errors'
import { comparisonPlot, comparisonTable, standings } from './comparison.ts'
import { type DataExperiment, settingsName, type Table, valuesOf } from '../runner/index.ts'
import { meanSizes, partSizes, sharesOf, type PartSizes } from '../faithfulness/index.ts'

const CORRUPTIONS: readonly Corruption[] = [noise(1), drop(0.3), drop(0.7), shuffled]
const SEED = 1
const INTACT = 'as it is'

export const imbalance: DataExperiment = {
  on: 'data',
  name: 'imbalance',
  summary: 'What is left of a base, alone and with MRdIB, when one modality is corrupted.',
  help: `Each modality in turn gets noise as large as its vectors, is dropped from 30 % and from 70 % of the items,
and is moved to other items (shuffled), in training and in serving. Changes are against the same recommender on the
intact data. Beside them stands the share of each part in the modality parts of explanations. One base (--base).`,
  basesFor: () => ['vbpr'],
  async run({ settings, runner, dataset }) {
    const [base] = settings.bases
    if (!carriesMrdib(base!))
      throw new UserFacingError(`${base} reads no modality features, so nothing changes with them.`)
    if (dataset.modalities.length === 0)
      throw new UserFacingError(`Data set "${dataset.name}" has no feature vectors to corrupt.`)
    const worse = variants(dataset)
    const each = settings.seeds.length
    const found = []
    for (const mrdib of [false, true]) {
      const name = settingsName(base!, mrdib)
      const config: FitConfigInput = { ...settings.configOf(base!, mrdib), base, mrdib }
      const runs = await runner.runs(
        worse.flatMap((variant) =>
          settings.seeds.map((seed) => ({
            label: `${name}, ${variant.name}, seed ${seed}`,
            config: { ...config, seed },
            dataset: variant.dataset,
            measures: mrdib ? [partSizes] : [],
            cacheModel: mrdib && variant.name === INTACT,
          })),
        ),
      )
      const seedsOf = (n: number) => runs.slice(n * each, (n + 1) * each)
      const rows = standings(
        worse.map((variant, n) => ({
          name: variant.name,
          seeds: seedsOf(n).map(({ test }) => test),
          over: variant.name === INTACT ? undefined : INTACT,
        })),
      )
      const sizes = mrdib
        ? worse.map((variant, n) => ({
            name: variant.name,
            shares: sharesOf(meanSizes(seedsOf(n).map((run) => valuesOf(run, partSizes)))),
          }))
        : []
      found.push({ name, rows, sizes })
    }
    const title = `Imbalance of modalities, ${dataset.name}`
    return {
      tables: [
        ...found.map(({ name, rows }) => comparisonTable(`${title}: ${name}`, rows, each)),
        ...found.filter(({ sizes }) => sizes.length > 0).map(({ name, sizes }) => sharesTable(name, sizes)),
      ],
      plot: comparisonPlot(
        title,
        found.flatMap(({ name, rows }) => rows.map((row) => ({ ...row, name: `${name}, ${row.name}` }))),
      ),
      data: found,
    }
  },
}

/** The intact data, and the data with each modality corrupted in each way. */
function variants(dataset: Dataset): { readonly name: string; readonly dataset: Dataset }[] {
  const { modalities, neighbours } = dataset
  const corrupted = modalities.flatMap((modality, m) =>
    CORRUPTIONS.map((corruption) => ({
      name: `${modality.name} ${corruption.name}`,
      dataset: {
        ...dataset,
        modalities: modalities.map((other, n) => (n === m ? corruption.apply(other, SEED) : other)),
        // A graph from the intact vectors would undo the corruption. Bases build their own from the corrupted ones.
        neighbours: neighbours?.filter(({ name }) => name !== modality.name),
      },
    })),
  )
  return [{ name: INTACT, dataset }, ...corrupted]
}

function sharesTable(name: string, sizes: readonly { readonly name: string; readonly shares: PartSizes }[]): Table {
  const parts = Object.keys(sizes[0]!.shares)
  return {
    title: `Shares of the explanations' modality parts, ${name}`,
    columns: ['', ...parts],
    rows: sizes.map(({ name: row, shares }) => [row, ...parts.map((part) => `${(shares[part]! * 100).toFixed(1)} %`)]),
    notes: [
      "Of the absolute size of all modality parts, over the held-out items of test; the model's default mode, mean over seeds.",
    ],
  }
}
