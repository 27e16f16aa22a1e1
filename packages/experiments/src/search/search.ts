import { type FitConfigInput, isBaseline, carriesMrdib, Random } from '@trifold/model/internals'
import { bars } from '../plot/index.ts'
import { decimals } from '../compare/index.ts'
import { type DataExperiment, type RecommenderName, settingsName, type Table } from '../runner/index.ts'
import { drawFrom, spaceOf } from './search-space.ts'
import { figureOfMerit, successiveHalving, type Trial } from './successive-halving.ts'

/** A recommender and the trials of it, the best first. */
interface Searched {
  readonly name: string
  readonly trials: readonly Trial[]
  readonly seconds: number
}

export const search: DataExperiment = {
  on: 'data',
  name: 'search',
  summary: 'Settings of each base, alone and with MRdIB, chosen on validation by random search with early termination.',
  oneSeed: true,
  help: `Tries --trials configurations (default 15) of every base asked for, alone and with MRdIB, as many of each: the
settings given or the defaults, random ones, and with MRdIB as the last what was chosen for the base alone. All get 10 epochs, the best third 30, the best third of these as many
as they like; judged by validation NDCG@20. Writes search.settings.json, which --settings of the others takes.`,
  basesFor: () => ['vbpr', 'freedom'],
  async run({ settings, lab, dataset }) {
    const searched: Searched[] = []
    for (const base of settings.bases) {
      let alone: FitConfigInput | undefined // what was chosen for the base, unless it is what was given
      const sides = carriesMrdib(base) && dataset.modalities.length > 0 ? [false, true] : [false]
      for (const mrdib of sides) {
        const name = settingsName(base, mrdib)
        const configs = configurations(base, mrdib, settings.configOf(base, mrdib), settings.trials, alone)
        const found = await successiveHalving(lab, name, configs, !isBaseline(base))
        searched.push({ name, ...found })
        const [best] = found.trials
        if (best!.config !== configs[0]) alone = settingsOf(best!)
      }
    }
    const title = `Search on ${dataset.name}`
    return {
      tables: [overview(title, searched), ...searched.map(trialsTable)],
      plot: plot(title, searched),
      data: searched.map(({ name, trials, seconds }) => ({
        name,
        seconds,
        trials: trials.map(({ config, run, rung }) => ({
          config,
          rung,
          valid: run.report.valid,
          test: run.report.test,
        })),
      })),
      files: { 'settings.json': `${JSON.stringify(Object.fromEntries(searched.map(chosen)), null, 1)}\n` },
    }
  },
}

/**
 * What was given first, then random draws: the same for a recommender whatever else is searched. The last draw gives its
 * place to what was chosen for the base alone, so that the plug-in's side is never the worse for a poor draw of what both have.
 */
function configurations(
  base: RecommenderName,
  mrdib: boolean,
  given: FitConfigInput,
  trials: number,
  alone: FitConfigInput | undefined,
): FitConfigInput[] {
  const space = spaceOf(base, mrdib)
  const random = new Random(1, 'search', settingsName(base, mrdib))
  const count = Object.keys(space).length > 0 ? trials : 1
  const drawn = Array.from({ length: count }, (_, n) => (n > 0 ? drawFrom(space, random) : {}))
  if (alone && count > 1) drawn[count - 1] = alone
  return drawn.map((own) => ({ ...given, ...own, base, mrdib, seed: 1 }))
}

/** What distinguishes a trial from the defaults: settings as files give them. */
function settingsOf({ config: { base: _base, mrdib: _mrdib, seed: _seed, ...settings } }: Trial): FitConfigInput {
  return settings
}

const chosen = ({ name, trials: [best] }: Searched): [string, FitConfigInput] => [name, settingsOf(best!)]

function overview(title: string, searched: readonly Searched[]): Table {
  const minutes = searched.reduce((sum, { seconds }) => sum + seconds, 0) / 60
  return {
    title,
    columns: [
      '',
      'trials',
      'valid NDCG@20',
      'valid Recall@20',
      'test Recall@5',
      'test Recall@20',
      'best epoch',
      'settings',
    ],
    rows: searched.map(({ name, trials }) => {
      const { valid, test, bestEpoch } = trials[0]!.run.report
      const figures = [valid.ndcg[20], valid.recall[20], test.recall[5], test.recall[20]].map(decimals)
      return [name, `${trials.length}`, ...figures, `${bestEpoch}`, inWords(trials[0]!)]
    }),
    notes: [
      `Chosen on validation NDCG@20 alone; test is shown of the chosen ones. All runs together took ${minutes.toFixed(0)} minutes.`,
    ],
  }
}

function trialsTable({ name, trials }: Searched): Table {
  return {
    title: `Trials of ${name}`,
    columns: ['settings', 'epochs', 'valid NDCG@20', 'valid Recall@20'],
    rows: trials.map((trial) => {
      const { valid, epochs } = trial.run.report
      return [inWords(trial), `${epochs}`, decimals(valid.ndcg[20]), decimals(valid.recall[20])]
    }),
    notes: ['The best first; a trial that ended early is shown as it was then.'],
  }
}

function inWords(trial: Trial): string {
  const words = Object.entries(settingsOf(trial)).map(([name, value]) => `${name} ${String(value)}`)
  return words.length > 0 ? words.join(', ') : 'defaults'
}

function plot(title: string, searched: readonly Searched[]): string {
  return bars(
    title,
    searched.map(({ name, trials }) => ({
      title: `${name}: validation NDCG@20 of each trial, where it ended`,
      format: decimals,
      bars: trials.map((trial) => {
        const value = figureOfMerit(trial.run)
        const label = trial.rung > 0 || trials.length === 1 ? `${trial.run.report.epochs} epochs` : 'ended early'
        return { label, value, low: value, high: value, colour: trial === trials[0] ? 0 : 7 }
      }),
    })),
  )
}
