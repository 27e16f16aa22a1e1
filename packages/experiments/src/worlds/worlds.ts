import { auditInformation, type Evidence } from '../audit/index.ts'
import { type FitConfigInput, resolveSplit } from '@trifold/model/internals'
import { createWorld, WORLD_KINDS, type World, type WorldKind } from './world.ts'
import { bars } from '../plot/index.ts'
import { type Table, valuesOf, type WorldExperiment } from '../runner/index.ts'
import { exactParts } from './exact-parts.ts'
import { sharesOf, type PartSizes } from '../faithfulness/index.ts'
import { rightPart, type RightPart } from './right-part.ts'

/** Settings that learn an exclusive or, which the product's defaults do not (docs/decisions/0043); these move, and worlds must not. */
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

/** What one kind of world came to, a value a seed. */
interface Found {
  readonly kind: WorldKind
  readonly seeds: readonly RightPart[]
  /** What right explanations would come to. */
  readonly exact: PartSizes
  /** What the two modalities say by an estimate without a model, as shares. */
  readonly audit: PartSizes | null
}

export const worlds: WorldExperiment = {
  on: 'worlds',
  name: 'worlds',
  summary: 'Whether explanations name the part that drives a shopper, in worlds where that is known.',
  help: `Makes the worlds of the command \`world\` (1,500 shoppers, 1,000 items, one a seed), trains a base with MRdIB on each
and measures which share of the absolute size of all modality parts lies on the part that truly drives each shopper: on
items never seen in training, where all evidence is modal, and on warm ones. The goal for the pure worlds (unique, copy,
xor, shuffled) is 90 % on items never seen. Beside it, which parts right explanations would have, and
what an estimate without a model says of the same data.`,
  basesFor: () => ['vbpr'],
  async run({ settings, lab }) {
    const [base] = settings.bases
    const found: Found[] = []
    for (const kind of WORLD_KINDS) {
      const made = settings.seeds.map((seed) => createWorld({ kind, seed }))
      const measures = made.map(rightPart)
      const runs = await lab.runs(
        made.map((world, n) => ({
          label: `${kind}, seed ${settings.seeds[n]}`,
          config: { ...SETTINGS, ...settings.configOf(base!, true), base, mrdib: true, seed: settings.seeds[n]! },
          dataset: world.dataset,
          measures: [measures[n]!],
        })),
      )
      const seeds = runs.map((run, n) => valuesOf(run, measures[n]!))
      found.push({ kind, seeds, exact: exactParts(made[0]!.truth), audit: auditOf(made[0]!) })
    }
    const title = `Explanations in worlds of known truth, ${base} with MRdIB`
    return { tables: [shareTable(title, found), partTable(found)], plot: plot(title, found), data: found }
  },
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
    columns: ['world', 'on the right part, items never seen', 'on the right part, warm items'],
    rows: found.map(({ kind, seeds }) => [
      kind,
      cell(seeds.map(({ heldOut }) => heldOut.right)),
      cell(seeds.map(({ warm }) => warm.right)),
    ]),
    notes: [
      'Of the absolute size of all modality parts, in the reading that is shown first; mean over seeds, and each seed.',
    ],
  }
}

function partTable(found: readonly Found[]): Table {
  const parts = ['image', 'text', 'redundant', 'synergy']
  const explained = (seeds: readonly RightPart[]): PartSizes =>
    Object.fromEntries(parts.map((part) => [part, mean(seeds.map(({ heldOut }) => sharesOf(heldOut.parts)[part]!))]))
  const row = (kind: string, by: string, shares: PartSizes | null) => [
    kind,
    by,
    ...parts.map((part) => (shares ? percent(shares[part]!) : '')),
  ]
  return {
    title: 'Which parts there are: explanations, the exact ones, and an estimate without a model',
    columns: ['world', 'by', ...parts],
    rows: found.flatMap(({ kind, seeds, exact, audit }) => [
      row(kind, 'explanations', explained(seeds)),
      row('', 'exact', exact),
      row('', 'estimate', audit),
    ]),
    notes: [
      'Explanations: shares of absolute size, items never seen. Exact: the same decomposition of the log density ratio that the world was drawn from, what a modality alone says being an expectation over clusters. Estimate: shares of what clusters of images and texts say about what groups of users take (partial information decomposition of Bertschinger et al., first seed), which is another quantity: it calls an "and" shared and synergy where expectations find two unique halves beside it.',
    ],
  }
}

function plot(title: string, found: readonly Found[]): string {
  const group = (name: string, of: (seed: RightPart) => number | null) => ({
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
