import {
  Explainer,
  heldOutUsers,
  carriesMrdib,
  rankCorrelation,
  type Reading,
  READINGS,
  readingsOf,
  rowOf,
  rowsOfUser,
} from '@trifold/model/internals'
import { UserFacingError } from '@trifold/model/errors'
import { bars } from '../plot/index.ts'
import { deletion, type Deletion } from './deletion.ts'
import { type DataExperiment, type Measure, type Table, valuesOf } from '../runner/index.ts'
import { modalParts } from './part-sizes.ts'

/** Users whose first held-out item is explained by every seed. */
const USERS = 1000

interface Measured {
  readonly deletion: Readonly<Record<Reading, Deletion | null>>
  /** Each part of the same pairs of users and items, in nats. */
  readonly parts: Readonly<Record<string, readonly number[]>>
}

export const faithfulness: DataExperiment = {
  on: 'data',
  name: 'faithfulness',
  summary: 'Whether what explanations call large is what the model loses without it, and whether seeds agree.',
  help: `Deletion: each of a shopper's first 20 items is ranked anew with one of its modalities masked. Shown are Spearman's
correlation of what the explanation says the modality alone adds (unique and synergy) with the ranks then lost, and the
ranks lost without the modality called largest beside those lost without any one. Stability: Spearman's correlation of
each part over the same pairs of users and items between any two seeds. One base (--base), with MRdIB.`,
  basesFor: () => ['vbpr'],
  async run({ settings, lab, dataset }) {
    const [base] = settings.bases
    if (!carriesMrdib(base!)) throw new UserFacingError(`MRdIB cannot be attached to ${base}, so it explains nothing.`)
    const runs = await lab.runs(
      settings.seeds.map((seed) => ({
        label: `${base} with MRdIB, seed ${seed}`,
        config: { ...settings.configOf(base!, true), base, mrdib: true, seed },
        measures: [measure],
        keepsModel: true,
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
    const [reading] = readingsOf(factors)
    const parts: Record<string, number[]> = {}
    for (const user of heldOutUsers(split.test, USERS)) {
      const [explanation] = explainer.explain(
        rowsOfUser(factors, user),
        rowOf(split.test, user).subarray(0, 1),
        reading,
      )
      for (const [part, value] of Object.entries(modalParts(explanation!)))
        (parts[part] ??= []).push(Number(value.toPrecision(6)))
    }
    const ofReading = (one: Reading) => [one, deletion({ factors, split }, one)] as const
    return { values: { deletion: Object.fromEntries(READINGS.map(ofReading)) as Measured['deletion'], parts } }
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
  const rows = READINGS.flatMap((reading) => {
    const known = found.flatMap((one) => one.deletion[reading] ?? [])
    if (known.length === 0) return []
    const of = (pick: (one: Deletion) => number, digits: number) => mean(known.map(pick)).toFixed(digits)
    return [
      [
        reading,
        of((one) => one.correlation, 2),
        of((one) => one.withinLists, 2),
        of((one) => one.largest, 1),
        of((one) => one.any, 1),
      ],
    ]
  })
  return {
    title,
    columns: ['reading', 'rank correlation', 'within lists', 'ranks lost, largest masked', 'ranks lost, any masked'],
    rows,
    notes: [
      rows.length > 0
        ? 'Masked in the served model, one item at a time; chance would give a correlation of 0 and as many ranks for the largest as for any. Mean over seeds.'
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
  const lost = READINGS.flatMap((reading) => {
    const known = found.flatMap((one) => one.deletion[reading] ?? [])
    if (known.length === 0) return []
    return [
      bar(
        `${reading}: largest masked`,
        known.map((one) => one.largest),
        0,
      ),
      bar(
        `${reading}: any masked`,
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
