import {
  Explainer,
  heldOutUsers,
  carriesMrdib,
  type ExplanationMode,
  EXPLANATION_MODES,
  modesOf,
  rowOf,
  rowsOfUser,
} from '@trifold/model/internals'
import { UserFacingError } from '@trifold/model/errors'
import { bars } from '../plot/index.ts'
import { deletion, type Deletion } from './deletion.ts'
import { type DataExperiment, type Measure, type Table, valuesOf } from '../runner/index.ts'
import { rankCorrelation } from './rank-correlation.ts'
import { modalParts } from './part-sizes.ts'

/** Users whose first held-out item is explained by every seed. */
const USERS = 1000

interface Measured {
  readonly deletion: Readonly<Record<ExplanationMode, Deletion | null>>
  /** Each part of the same pairs of users and items, in nats. */
  readonly parts: Readonly<Record<string, readonly number[]>>
}

export const faithfulness: DataExperiment = {
  on: 'data',
  name: 'faithfulness',
  summary: 'Whether masking the largest part of an explanation costs most ranks, and whether seeds agree.',
  help: `Deletion: each of a shopper's first 20 items is ranked again with one of its modalities masked. The first
figure is Spearman's correlation of a modality's part (unique plus synergy) with the ranks lost without it. Then come
the ranks lost without the modality of the largest part, beside those lost without any one. Stability: Spearman's
correlation of each part between any two seeds, over the same pairs of users and items. One base (--base), with MRdIB.`,
  basesFor: () => ['vbpr'],
  async run({ settings, runner, dataset }) {
    const [base] = settings.bases
    if (!carriesMrdib(base!)) throw new UserFacingError(`MRdIB cannot be attached to ${base}, so it explains nothing.`)
    const runs = await runner.runs(
      settings.seeds.map((seed) => ({
        label: `${base} with MRdIB, seed ${seed}`,
        config: { ...settings.configOf(base!, true), base, mrdib: true, seed },
        measures: [measure],
        cacheModel: true,
      })),
    )
    const found = runs.map((run) => valuesOf(run, measure))
    const agreement = agreementOf(found)
    const title = `Faithfulness of explanations, ${base} with MRdIB, ${dataset.name}`
    return {
      tables: [deletionTable(title, found), ...(found.length > 1 ? [agreementTable(agreement, found.length)] : [])],
      plot: plot(title, found, agreement),
      data: { deletion: found.map((one) => one.deletion), agreement },
    }
  },
}

const measure: Measure<Measured> = {
  name: 'faithfulness 3',
  of: ({ factors, split }) => {
    const explainer = new Explainer(factors)
    const [mode] = modesOf(factors)
    const parts: Record<string, number[]> = {}
    for (const user of heldOutUsers(split.test, USERS)) {
      const [explanation] = explainer.explain(rowsOfUser(factors, user), rowOf(split.test, user).subarray(0, 1), mode)
      for (const [part, value] of Object.entries(modalParts(explanation!)))
        (parts[part] ??= []).push(Number(value.toPrecision(6)))
    }
    const ofMode = (one: ExplanationMode) => [one, deletion({ factors, split }, one)] as const
    return { values: { deletion: Object.fromEntries(EXPLANATION_MODES.map(ofMode)) as Measured['deletion'], parts } }
  },
}

/** Mean over pairs of seeds, by part. */
function agreementOf(found: readonly Measured[]): Readonly<Record<string, number>> {
  const pairs = found.flatMap((a, n) => found.slice(n + 1).map((b) => [a, b] as const))
  return Object.fromEntries(
    Object.keys(found[0]!.parts).map((part) => [
      part,
      mean(pairs.map(([a, b]) => rankCorrelation(a.parts[part]!, b.parts[part]!))),
    ]),
  )
}

function deletionTable(title: string, found: readonly Measured[]): Table {
  const rows = EXPLANATION_MODES.flatMap((mode) => {
    const known = found.flatMap((one) => one.deletion[mode] ?? [])
    if (known.length === 0) return []
    const of = (pick: (one: Deletion) => number, digits: number) => mean(known.map(pick)).toFixed(digits)
    return [
      [
        mode,
        of((one) => one.correlation, 2),
        of((one) => one.withinLists, 2),
        of((one) => one.largest, 1),
        of((one) => one.any, 1),
      ],
    ]
  })
  return {
    title,
    columns: ['mode', 'rank correlation', 'within lists', 'ranks lost, largest masked', 'ranks lost, any masked'],
    rows,
    notes: [
      rows.length > 0
        ? 'Masked in the served model, one item at a time. By chance the correlation is 0, and the largest costs as many ranks as any. Mean over seeds.'
        : 'Masking a modality changes no score of this model, so nothing can be deleted.',
    ],
  }
}

function agreementTable(agreement: Readonly<Record<string, number>>, seeds: number): Table {
  return {
    title: 'Stability over seeds',
    columns: ['part', 'rank correlation'],
    rows: Object.entries(agreement).map(([part, value]) => [part, value.toFixed(2)]),
    notes: [
      `Spearman's correlation over the same pairs of users and held-out items, mean over the pairs of ${seeds} seeds.`,
    ],
  }
}

function plot(title: string, found: readonly Measured[], agreement: Readonly<Record<string, number>>): string {
  const bar = (label: string, values: readonly number[], colour: number) => ({
    label,
    value: Math.max(0, mean(values)),
    low: Math.max(0, Math.min(...values)),
    high: Math.max(0, ...values),
    colour,
  })
  const lost = EXPLANATION_MODES.flatMap((mode) => {
    const known = found.flatMap((one) => one.deletion[mode] ?? [])
    if (known.length === 0) return []
    return [
      bar(
        `${mode}: largest masked`,
        known.map((one) => one.largest),
        0,
      ),
      bar(
        `${mode}: any masked`,
        known.map((one) => one.any),
        7,
      ),
    ]
  })
  const stable = Object.entries(agreement).map(([part, value]) => bar(part, [value], 0))
  return bars(title, [
    ...(lost.length > 0 ? [{ title: 'Ranks lost without a modality', bars: lost }] : []),
    ...(found.length > 1 ? [{ title: 'Rank correlation of each part between seeds', bars: stable }] : []),
  ])
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
