import {
  type Cutoff,
  type Gain,
  type Metric,
  pairedBootstrap,
  type UserMetrics,
  valueIndex,
  VALUES_PER_USER,
} from '@trifold/model/internals'
import type { Table } from '../runner/index.ts'
import { bars } from '../plot/index.ts'

/** A metric at a list length. */
export interface Figure {
  readonly metric: Metric
  readonly cutoff: Cutoff
}

export const FIGURES: readonly Figure[] = [
  { metric: 'recall', cutoff: '5' },
  { metric: 'ndcg', cutoff: '5' },
  { metric: 'recall', cutoff: '20' },
  { metric: 'ndcg', cutoff: '20' },
]

/** One row: the same configuration over seeds. */
export interface Contender {
  readonly name: string
  /** Metrics of the same users, once a seed. */
  readonly seeds: readonly UserMetrics[]
  /** The row its gain is over. */
  readonly over?: string
}

/** The figures of a row. */
export interface Standing {
  readonly name: string
  readonly over?: string
  readonly figures: readonly (Figure & { mean: number; deviation: number; gain?: Gain })[]
}

/**
 * Means and standard deviations over seeds, and the gain of each row over the row it is compared with. The gain has a
 * 95 % interval by a paired bootstrap over users. The value of a user is the mean over the seeds.
 *
 * @throws RangeError if `over` names no row, or a row that was evaluated on other users
 */
export function standings(contenders: readonly Contender[], figures = FIGURES): Standing[] {
  const averaged = new Map(contenders.map(({ name, seeds }) => [name, meanOverSeeds(seeds)]))
  return contenders.map(({ name, seeds, over }) => ({
    name,
    over,
    figures: figures.map(({ metric, cutoff }) => {
      const means = seeds.map((users) => meanOf(users, metric, cutoff))
      const mean = means.reduce((sum, value) => sum + value, 0) / means.length
      const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0)
      const deviation = means.length > 1 ? Math.sqrt(squares / (means.length - 1)) : 0
      if (over === undefined) return { metric, cutoff, mean, deviation }
      const [own, other] = [averaged.get(name), averaged.get(over)]
      if (!own || !other) throw new RangeError(`There is no row "${over}" to compare "${name}" with`)
      return { metric, cutoff, mean, deviation, gain: pairedBootstrap(own, other, metric, cutoff) }
    }),
  }))
}

/** The standings as a table. */
export function comparisonTable(title: string, rows: readonly Standing[], seeds: number): Table {
  const figures = rows[0]!.figures
  const compared = rows.some(({ over }) => over !== undefined)
  return {
    title,
    columns: ['', ...figures.flatMap((figure) => [nameOf(figure), ...(compared ? ['gain'] : [])])],
    rows: rows.map(({ name, figures: own }) => [
      name,
      ...own.flatMap(({ mean, deviation, gain }) => [
        seeds > 1 ? `${decimals(mean)} ± ${decimals(deviation)}` : decimals(mean),
        ...(compared ? [gain ? gainText(gain) : ''] : []),
      ]),
    ]),
    notes: [
      `${seeds === 1 ? 'One seed' : `Mean and standard deviation over ${seeds} seeds`}; test split, full ranking.`,
      ...gainNote(rows),
    ],
  }
}

function gainNote(rows: readonly Standing[]): string[] {
  const compared = [...new Set(rows.flatMap(({ over }) => over ?? []))]
  if (compared.length === 0) return []
  const over = compared.length === 1 ? `the row "${compared[0]}"` : 'the row that each is paired with'
  return [
    `Gains are over ${over}, with the 95 % interval of a paired bootstrap over users; bold where it excludes zero.`,
  ]
}

/** `Recall@5` */
export function nameOf({ metric, cutoff }: Figure): string {
  const names: Readonly<Record<Metric, string>> = { recall: 'Recall', ndcg: 'NDCG', precision: 'Precision', map: 'MAP' }
  return `${names[metric]}@${cutoff}`
}

/** `+8.5 % (+3.1 .. +14.0)`, in percent of the mean of the row compared with. */
export function gainText({ difference, relative, interval }: Gain): string {
  if (!Number.isFinite(relative) || relative === 0) return difference === 0 ? '0' : 'from zero'
  const scale = (relative / difference) * 100
  const signed = (value: number) => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`
  const words = `${signed(relative * 100)} % (${signed(interval[0] * scale)} .. ${signed(interval[1] * scale)})`
  return interval[0] > 0 || interval[1] < 0 ? `**${words}**` : words
}

export const decimals = (value: number) => value.toFixed(4).replace(/^0\./, '.')

function meanOf({ values }: UserMetrics, metric: Metric, cutoff: Cutoff): number {
  const column = valueIndex(metric, cutoff)
  let sum = 0
  for (let at = column; at < values.length; at += VALUES_PER_USER) sum += values[at]!
  return values.length === 0 ? 0 : sum / (values.length / VALUES_PER_USER)
}

/** @throws RangeError if the seeds were evaluated on different users */
function meanOverSeeds(seeds: readonly UserMetrics[]): UserMetrics {
  const { users, values } = seeds[0]!
  const mean = new Float64Array(values.length)
  for (const seed of seeds) {
    if (seed.users.length !== users.length || seed.users.some((user, n) => user !== users[n])) {
      throw new RangeError('The seeds were evaluated on different users')
    }
    for (let n = 0; n < mean.length; n++) mean[n]! += seed.values[n]! / seeds.length
  }
  return { users, values: mean }
}

/** A group of bars a figure. Whiskers are one standard deviation over seeds. Rows with a gain have another colour. */
export function comparisonPlot(title: string, rows: readonly Standing[]): string {
  return bars(
    title,
    rows[0]!.figures.map((figure, n) => ({
      title: nameOf(figure),
      format: decimals,
      bars: rows.map(({ name, over, figures }) => ({
        label: name,
        value: figures[n]!.mean,
        low: figures[n]!.mean - figures[n]!.deviation,
        high: figures[n]!.mean + figures[n]!.deviation,
        colour: over === undefined ? 7 : 0,
      })),
    })),
  )
}
