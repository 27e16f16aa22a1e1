import { type FitConfigInput, isBaseline, carriesMrdib, Random } from '@trifold/model/internals'
import { bars } from '../plot/index.ts'
import { decimals } from '../compare/index.ts'
import { type DataExperiment, type RecommenderName, settingsName, type Table } from '../runner/index.ts'
import { drawFrom, spaceOf } from './search-space.ts'
import { figureOfMerit, successiveHalving, type Trial } from './successive-halving.ts'

/** A recommender and its trials, the best first. */
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
  help: `Tries --trials configurations (default 15) of every base of --base, as many alone as with MRdIB. The first is
the settings given or the defaults, the others are random. With MRdIB, the last is the choice for the base alone. All
get 10 epochs, the best third 30, and the best third of these train until early stopping. They are ranked by
validation NDCG@20. Writes search.settings.json, which --settings of the other experiments reads.`,
  basesFor: () => ['vbpr', 'freedom'],
  async run({ settings, runner, dataset }) {
    const searched: Searched[] = []
    for (const base of settings.bases) {
      let alone: FitConfigInput | undefined // the choice for the base alone, unless it is the given settings
      const sides = carriesMrdib(base) && dataset.modalities.length > 0 ? [false, true] : [false]
      for (const mrdib of sides) {
        const name = settingsName(base, mrdib)
        const configs = configurations(base, mrdib, settings.configOf(base, mrdib), settings.trials, alone)
        const found = await successiveHalving(runner, name, configs, !isBaseline(base))
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
 * The given settings first, then random draws. They are the same for a recommender whatever else is searched. With
 * MRdIB, the choice for the base alone replaces the last draw. So a poor draw of shared settings is never a
 * disadvantage of the plug-in.
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

/** The settings of a trial that differ from the defaults, in the form of settings files. */
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
      `Chosen on validation NDCG@20 alone; test figures are of the chosen trials. All runs together took ${minutes.toFixed(0)} minutes.`,
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
    notes: ['The best first. A trial that ended early shows its figures at that time.'],
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
