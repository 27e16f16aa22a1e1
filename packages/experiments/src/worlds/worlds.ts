import { auditInformation, type Evidence } from '../audit/index.ts'
import { type FitConfigInput, resolveSplit } from '@trifold/model/internals'
import { createWorld, WORLD_KINDS, type World, type WorldKind } from './world.ts'
import { bars } from '../plot/index.ts'
import { type Table, valuesOf, type SyntheticExperiment } from '../runner/index.ts'
import { trueParts } from './true-parts.ts'
import { sharesOf, type PartSizes } from '../faithfulness/index.ts'
import { truePartShare, type TruePartShare } from './true-part-share.ts'

/**
 * Settings that learn an exclusive or, which the product's defaults do not (docs/decisions/0043). They are fixed here,
 * so that the figures do not change with the defaults.
 */
const SETTINGS: FitConfigInput = {
  embeddingSize: 16,
  batchSize: 1024,
  learningRate: 0.005,
  regularization: 0.03,
  modalRegularization: 0.01,
  bottleneckWeight: 0.003,
  uniqueWeight: 0.5,
  jointWeight: 1,
  epochs: 40,
  patience: 40,
}

/** The results of one kind of synthetic dataset, one a seed. */
interface Found {
  readonly kind: WorldKind
  readonly seeds: readonly TruePartShare[]
  /** The parts of right explanations. */
  readonly exact: PartSizes
  /** An estimate of the parts without a model, as shares. */
  readonly audit: PartSizes | null
}

export const worlds: SyntheticExperiment = {
  on: 'synthetic',
  name: 'worlds',
  summary: 'Whether explanations name the part that drives a shopper, in synthetic datasets where that is known.',
  help: `Makes the synthetic datasets of the command \`world\` (1,500 shoppers, 1,000 items, one a seed) and trains a
base with MRdIB on each. It measures which share of the absolute size of all modality parts is on the part that drives
each shopper. One figure is for items without training interactions, where ids hold nothing; the other is for warm
items. The goal for the pure datasets (unique, copy, xor, shuffled) is 90 % on the former. Beside it stand the parts
of right explanations, and an estimate from the same data without a model.`,
  basesFor: () => ['vbpr'],
  async run({ settings, runner }) {
    const [base] = settings.bases
    const given = settings.configOf(base!, true)
    const config = { ...SETTINGS, ...given }
    const found: Found[] = []
    for (const kind of WORLD_KINDS) {
      const made = settings.seeds.map((seed) => createWorld({ kind, seed }))
      const measures = made.map(truePartShare)
      const runs = await runner.runs(
        made.map((world, n) => ({
          label: `${kind}, seed ${settings.seeds[n]}`,
          config: { ...config, base, mrdib: true, seed: settings.seeds[n]! },
          dataset: world.dataset,
          measures: [measures[n]!],
        })),
      )
      const seeds = runs.map((run, n) => valuesOf(run, measures[n]!))
      found.push({ kind, seeds, exact: trueParts(made[0]!.truth), audit: auditOf(made[0]!) })
    }
    const title = `Explanations in synthetic datasets, ${base} with MRdIB`
    return {
      tables: [shareTable(title, found), partTable(found)],
      sections: [
        { title: 'Settings', text: settingsText(`${base} with MRdIB`, config, Object.keys(given).length > 0) },
      ],
      plot: plot(title, found),
      data: found,
    }
  },
}

/** The sentences below the tables. @param changed whether the caller's settings replace some of `SETTINGS` */
export function settingsText(name: string, config: FitConfigInput, changed: boolean): string {
  const list = Object.entries(config).map(([setting, value]) => `${setting} ${String(value)}`)
  const reason =
    'These learn an exclusive or. The defaults of the product, which are chosen for ranking on real data, do not.'
  return `${name}, the same for every dataset and seed: ${list.join(', ')}.${changed ? '' : ` ${reason}`}`
}

function auditOf({ dataset }: World): PartSizes | null {
  const { train, test } = resolveSplit(dataset, 1)
  const [image, text] = dataset.modalities
  const evidence: Evidence = { modalities: [image!, text!], train, heldOut: test }
  const information = auditInformation(evidence)
  if (!information) return null
  const { unique, redundant, synergy } = information
  return sharesOf({
    image: Math.max(0, unique[0]),
    text: Math.max(0, unique[1]),
    redundant: Math.max(0, redundant),
    synergy: Math.max(0, synergy),
  })
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

function shareTable(title: string, found: readonly Found[]): Table {
  const cell = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null)
    return known.length > 0
      ? `${percent(mean(known))}${known.length > 1 ? ` (${known.map(percent).join(', ')})` : ''}`
      : 'several parts'
  }
  return {
    title,
    columns: ['dataset', 'on the right part, items never seen', 'on the right part, warm items'],
    rows: found.map(({ kind, seeds }) => [
      kind,
      cell(seeds.map(({ heldOut }) => heldOut.right)),
      cell(seeds.map(({ warm }) => warm.right)),
    ]),
    notes: ["Of the absolute size of all modality parts, in the model's default mode; mean over seeds, and each seed."],
  }
}

function partTable(found: readonly Found[]): Table {
  const parts = ['image', 'text', 'redundant', 'synergy']
  const explained = (seeds: readonly TruePartShare[]): PartSizes =>
    Object.fromEntries(parts.map((part) => [part, mean(seeds.map(({ heldOut }) => sharesOf(heldOut.parts)[part]!))]))
  const row = (kind: string, by: string, shares: PartSizes | null) => [
    kind,
    by,
    ...parts.map((part) => (shares ? percent(shares[part]!) : '')),
  ]
  return {
    title: 'Which parts there are: explanations, the exact ones, and an estimate without a model',
    columns: ['dataset', 'by', ...parts],
    rows: found.flatMap(({ kind, seeds, exact, audit }) => [
      row(kind, 'explanations', explained(seeds)),
      row('', 'exact', exact),
      row('', 'estimate', audit),
    ]),
    notes: [
      'Explanations: shares of absolute size, items never seen.',
      'Exact: the same decomposition of the log density ratio that the data was drawn from. The value of a modality alone is an expectation over clusters.',
      'Estimate: the partial information decomposition of Bertschinger et al., from clusters of images and texts and the items that groups of users take (first seed). It is another quantity. It calls an "and" redundant and synergy, where expectations find two unique halves as well.',
    ],
  }
}

function plot(title: string, found: readonly Found[]): string {
  const group = (name: string, of: (seed: TruePartShare) => number | null) => ({
    title: name,
    format: percent,
    bars: found.flatMap(({ kind, seeds }) => {
      const values = seeds.map(of).filter((value) => value !== null)
      return values.length > 0
        ? [{ label: kind, value: mean(values), low: Math.min(...values), high: Math.max(...values) }]
        : []
    }),
  })
  return bars(title, [
    group(
      'Share on the right part, items never seen (whiskers: least and most of the seeds)',
      ({ heldOut }) => heldOut.right,
    ),
    group('Share on the right part, warm items', ({ warm }) => warm.right),
  ])
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
