import { type FitConfigInput, hasModalScore, resolveSplit } from '@trifold/model/internals'
import { UserFacingError } from '@trifold/model/errors'
import { bars, type BarGroup } from '../plot/index.ts'
import { newItemContenders } from './items.ts'
import { newUserContenders } from './users.ts'
import { weightTable } from './fold-in-weight.ts'
import {
  comparisonTable,
  decimals,
  FIGURES,
  nameOf,
  standings,
  type Contender,
  type Standing,
} from '../compare/index.ts'
import { type DataExperiment, type RecommenderName, settingsName } from '../runner/index.ts'
import { liftTable } from './lifted-items.ts'

/** A recommender of the experiment. */
export interface Subject {
  readonly name: string
  readonly config: FitConfigInput
}

const PLOTTED = FIGURES.findIndex(({ metric, cutoff }) => metric === 'ndcg' && cutoff === '20')

export const coldstart: DataExperiment = {
  on: 'data',
  name: 'coldstart',
  summary: 'Items without interactions, ranked by their features alone, and users folded in without training.',
  help: `Items: a tenth of the items loses all of its interactions, which become the test part. These items are ranked
among themselves and among all items. Beside them stand content-kNN (mean cosine to the user's items, with features as
they are and less their mean) and popularity, which can only guess. They are also ranked with 0.5 to 3 nats added to
their scores. Users: a tenth of the users is left out of training. They are folded in from 1, 3, 5 or 10 of their
interactions. The weight of the prior is the best one for another tenth of the users on validation. Beside them stand
popularity and, for 10, a training with the same interactions. MRdIB is attached to bases whose score has a term of
the features themselves (vbpr); elsewhere it does not change how new items rank. Bases: --base A,B.`,
  basesFor: () => ['vbpr', 'freedom'],
  async run({ settings, runner, dataset }) {
    if (dataset.modalities.length === 0)
      throw new UserFacingError('The experiment coldstart needs features of the items.')
    const configOf = (base: RecommenderName, mrdib: boolean): Subject => ({
      name: settingsName(base, mrdib),
      config: { ...settings.configOf(base, mrdib), base, mrdib },
    })
    const subjects = settings.bases.flatMap((base) =>
      hasModalScore(base) ? [configOf(base, false), configOf(base, true)] : [configOf(base, false)],
    )
    const { seeds } = settings
    const input = { dataset, split: resolveSplit(dataset, 1), subjects, seeds, runner }
    const items = await newItemContenders(input)
    const users = await newUserContenders(input)
    const among = section('New items among themselves', items.amongThemselves, seeds.length, [items.note])
    const all = section('New items among all items', items.amongAll, seeds.length, [items.note])
    const folded = section('New users', users.contenders, seeds.length, [users.note])
    const sections = [among, all, folded]
    return {
      tables: [
        among.table,
        all.table,
        liftTable(items.lifted),
        weightTable(users.choices, users.validationUsers),
        folded.table,
      ],
      plot: bars(`Cold start on ${dataset.name}, ${nameOf(FIGURES[PLOTTED]!)}`, sections.map(plotOf)),
      data: {
        ...Object.fromEntries(sections.map(({ title, rows }) => [title, rows])),
        lifted: items.lifted,
        priorWeights: users.choices,
      },
    }
  },
}

function section(title: string, contenders: readonly Contender[], seeds: number, notes: readonly string[]) {
  const rows = standings(contenders)
  const table = comparisonTable(title, rows, seeds)
  return { title, rows, table: { ...table, notes: [...notes, ...table.notes] } }
}

function plotOf({ title, rows }: { readonly title: string; readonly rows: readonly Standing[] }): BarGroup {
  return {
    title,
    format: decimals,
    bars: rows.map(({ name, over, figures }) => {
      const { mean, deviation } = figures[PLOTTED]!
      return {
        label: name,
        value: mean,
        low: mean - deviation,
        high: mean + deviation,
        colour: over === undefined ? 7 : 0,
      }
    }),
  }
}
