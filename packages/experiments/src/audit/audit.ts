import { auditInformation, type Evidence } from './index.ts'
import {
  type Csr,
  type Dataset,
  Explainer,
  heldOutUsers,
  carriesMrdib,
  modesOf,
  resolveSplit,
  rowOf,
  rowsOfUser,
} from '@trifold/model/internals'
import { UserFacingError } from '@trifold/model/errors'
import { bars } from '../plot/index.ts'
import { type DataExperiment, type Measure, type Table, valuesOf } from '../runner/index.ts'
import { modalParts, meanSizes, sharesOf, type PartSizes } from '../faithfulness/index.ts'

const USERS = 2000
/** Items of the catalog that taken items are compared with, spread over all. */
const CATALOG = 200

export const audit: DataExperiment = {
  on: 'data',
  name: 'audit',
  summary:
    'The parts of two modalities in the items that users take: the mean of explanations beside an estimate without a model.',
  help: `The estimate groups items into clusters by each modality, and users by similar histories. It is the partial
information decomposition (Bertschinger et al.; the CVX estimator of Liang et al.) of the information in the clusters
about whether a group took an item in test or it is any item of the catalog. The explanations: each part's mean over
the items taken minus its mean over the catalog. Both are in nats but are different quantities. Compare signs, order
and shares.`,
  basesFor: () => ['vbpr'],
  async run({ settings, runner, dataset }) {
    const [base] = settings.bases
    if (!carriesMrdib(base!)) throw new UserFacingError(`MRdIB cannot be attached to ${base}, so it explains nothing.`)
    const evidence = evidenceOf(dataset)
    const information = auditInformation(evidence)
    if (!information) throw new UserFacingError(`Data set "${dataset.name}" holds out no item with both modalities.`)
    const names = evidence.modalities.map(({ name }) => name)
    const estimate = {
      [names[0]!]: information.unique[0]!,
      [names[1]!]: information.unique[1]!,
      redundant: information.redundant,
      synergy: information.synergy,
    }
    const runs = await runner.runs(
      settings.seeds.map((seed) => ({
        label: `${base} with MRdIB, seed ${seed}`,
        config: { ...settings.configOf(base!, true), base, mrdib: true, seed },
        measures: [meanParts],
        cacheModel: true,
      })),
    )
    const explained = meanSizes(runs.map((run) => valuesOf(run, meanParts)))
    const title = `Parts of two modalities, ${dataset.name}`
    return {
      tables: [table(title, estimate, explained, base!)],
      plot: plot(title, estimate, explained),
      data: { estimate, explained },
    }
  },
}

function evidenceOf(dataset: Dataset): Evidence {
  const { modalities } = dataset
  if (modalities.length !== 2) {
    throw new UserFacingError(
      `The estimate needs two modalities, and data set "${dataset.name}" has ${modalities.length}.`,
    )
  }
  const { train, test } = resolveSplit(dataset, 1)
  return { modalities: [modalities[0]!, modalities[1]!], train, heldOut: test }
}

/** The mean of each part over items of test minus its mean over the catalog, for items with every modality. */
const meanParts: Measure<PartSizes> = {
  name: 'mean parts 3',
  of: ({ factors, split }) => {
    const explainer = new Explainer(factors)
    const [mode] = modesOf(factors)
    const { modalities, items } = factors
    const isKnown = (item: number) => modalities.every(({ present }) => present[item])
    const known = Array.from({ length: items }, (_, item) => item).filter(isKnown)
    const every = Math.max(1, Math.floor(known.length / CATALOG))
    const catalog = known.filter((_, n) => n % every === 0)
    const sums: Record<string, number> = {}
    let count = 0
    for (const user of heldOutUsers(split.test, USERS)) {
      const taken = takenOf(split.test, user).filter(isKnown)
      if (taken.length === 0) continue
      count += taken.length
      const rows = rowsOfUser(factors, user)
      const add = (list: readonly number[], weight: number) => {
        for (const explanation of explainer.explain(rows, list, mode)) {
          for (const [part, value] of Object.entries(modalParts(explanation)))
            sums[part] = (sums[part] ?? 0) + weight * value
        }
      }
      add(taken, 1)
      add(catalog, -taken.length / catalog.length)
    }
    return { values: Object.fromEntries(Object.entries(sums).map(([part, sum]) => [part, sum / Math.max(1, count)])) }
  },
}

const takenOf = (pairs: Csr, user: number) => Array.from(rowOf(pairs, user))

const positive = (sizes: PartSizes): PartSizes =>
  Object.fromEntries(Object.entries(sizes).map(([part, size]) => [part, Math.max(0, size)]))
const order = (sizes: PartSizes) => Object.keys(sizes).sort((a, b) => sizes[b]! - sizes[a]!)

function table(title: string, estimate: PartSizes, explained: PartSizes, base: string): Table {
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`
  const [shares, own] = [sharesOf(positive(estimate)), sharesOf(positive(explained))]
  return {
    title,
    columns: ['part', 'estimate without a model', 'share', `explanations, ${base} with MRdIB`, 'share'],
    rows: Object.keys(estimate).map((part) => [
      part,
      estimate[part]!.toFixed(4),
      percent(shares[part]!),
      explained[part]!.toFixed(4),
      percent(own[part]!),
    ]),
    notes: [
      `In nats an item taken; shares of what is above zero. Order by the estimate: ${order(estimate).join(' > ')}; by the explanations: ${order(explained).join(' > ')}.`,
      'An estimate below zero is less than the one for items drawn by chance.',
    ],
  }
}

function plot(title: string, estimate: PartSizes, explained: PartSizes): string {
  const group = (name: string, sizes: PartSizes, colour: number) => ({
    title: name,
    format: (share: number) => `${(share * 100).toFixed(0)} %`,
    bars: Object.entries(sharesOf(positive(sizes))).map(([label, value]) => ({
      label,
      value,
      low: value,
      high: value,
      colour,
    })),
  })
  return bars(title, [
    group('Shares by an estimate without a model', estimate, 7),
    group('Shares by the explanations', explained, 0),
  ])
}
