import { join } from 'node:path'
import { Command } from 'commander'
import { userPath } from '@trifold/environment'
import type {
  Experiment,
  ExperimentInput,
  ExperimentSettings,
  RunnerProgress,
  RecommenderName,
} from '@trifold/experiments'
import { UserFacingError } from '@trifold/model/errors'
import { epochLine } from '../fit/index.ts'
import { interruptible, wholeNumber } from '../terminal/index.ts'

interface Flags {
  readonly data?: string
  readonly base?: string
  readonly seeds: number
  readonly trials: number
  readonly settings?: string
  readonly out: string
  readonly backend?: string
}

const HELP = `
Experiments:
  compare      recommenders beside each other, with and without MRdIB; --base A,B,C
  ablation     the effect of each term of MRdIB on one base
  imbalance    the quality of one base when one modality is noised, dropped or shuffled
  sensitivity  the effect of the weights and the width of MRdIB on one base
  coldstart    new items ranked by their features, new users folded in without training; --base A,B
  search       settings of bases, alone and with MRdIB, chosen on validation; --base A,B,C --trials 15
  worlds       whether explanations name the true cause, on synthetic data; takes no --data
  audit        explanations of two modalities beside an estimate without a model
  scale        seconds an epoch and peak memory up to ten million interactions; takes no --data
  faithfulness the loss without the part called largest, and the agreement of seeds

Finished runs are saved in OUT/runs and not repeated. The same command continues an interrupted experiment, and an
interrupted run from its last epoch. compare, audit, faithfulness and imbalance share the trainings with MRdIB.
Written are OUT/NAME.json, NAME.md and NAME.svg.

Example:
  npm run trifold -- experiment ablation --data ./my-shop --base vbpr --seeds 3 --out ./results`

export function experimentCommand(): Command {
  return new Command('experiment')
    .description(
      'Run an experiment of many trainings and write its table and plot. It can be interrupted and continued.',
    )
    .argument('<name>', 'one of the experiments below')
    .option('--data <dir>', 'the data set, for all but worlds and scale')
    .option('--base <names>', 'base recommenders, separated by commas (default: those of the experiment)')
    .option('--seeds <number>', 'how many seeds, from 1 on (search and scale take one)', wholeNumber(1, 100), 3)
    .option('--trials <number>', 'configurations that search tries for each recommender', wholeNumber(1, 100), 15)
    .option('--settings <file>', 'JSON of settings by recommender: { "vbpr": {...}, "vbpr+mrdib": {...} }')
    .option('--out <dir>', 'folder for results and runs', 'experiments')
    .option('--backend <name>', 'backend that computes (default: the best that works here)')
    .addHelpText('after', HELP)
    .action((name: string, flags: Flags) => interruptible((signal) => run(name, flags, signal)))
}

async function run(name: string, flags: Flags, signal: AbortSignal): Promise<void> {
  const { EXPERIMENTS, ExperimentRunner, readSettings, RunCache, writeOutcome } = await import('@trifold/experiments')
  const experiment = EXPERIMENTS.find((one) => one.name === name)
  if (!experiment) {
    const known = EXPERIMENTS.map((one) => one.name).join(', ')
    throw new UserFacingError(`There is no experiment "${name}"; known are ${known}.`)
  }
  const { RECOMMENDERS } = await import('@trifold/model')
  const { dataset, bases, start } = await open(experiment, flags.data)
  const given = flags.settings === undefined ? {} : await readSettings(userPath(flags.settings))
  const known = RECOMMENDERS.map((one) => one.name)
  const settings: ExperimentSettings = {
    bases: flags.base === undefined ? bases : basesOf(flags.base, known),
    seeds: Array.from({ length: experiment.oneSeed ? 1 : flags.seeds }, (_, n) => n + 1),
    trials: flags.trials,
    configOf: (base, mrdib) => given[mrdib ? `${base}+mrdib` : base] ?? {},
  }
  const out = userPath(flags.out)
  const cache = new RunCache(join(out, 'runs'))
  const runner = new ExperimentRunner(dataset, cache, {
    signal,
    backend: flags.backend,
    onProgress: showOn(process.stderr),
  })
  const outcome = await start({ settings, runner })
  const { version } = (await import('../../package.json', { with: { type: 'json' } })).default
  const { seeds } = settings
  const extra = [
    ...(name === 'search' ? ['--trials', `${flags.trials}`] : []),
    ...(flags.settings ? ['--settings FILE'] : []),
  ]
  const data = dataset ? ['--data DIR'] : []
  const words = [
    'npm run trifold -- experiment',
    name,
    ...data,
    `--base ${settings.bases.join(',')}`,
    `--seeds ${seeds.length}`,
    ...extra,
  ]
  const { markdown, files } = await writeOutcome(out, experiment, outcome, {
    dataset,
    seeds,
    command: words.join(' '),
    trifold: version,
  })
  process.stdout.write(`${markdown}\n`)
  process.stderr.write(`Written: ${files.join(', ')}\n`)
}

/** The data of an experiment: the data set given, or data that it makes itself. */
async function open(experiment: Experiment, dir: string | undefined) {
  if (experiment.on === 'synthetic') {
    if (dir !== undefined)
      throw new UserFacingError(`The experiment "${experiment.name}" makes its own data and takes no --data.`)
    return { bases: experiment.basesFor(), start: (input: ExperimentInput) => experiment.run(input) }
  }
  if (dir === undefined) throw new UserFacingError(`The experiment "${experiment.name}" needs a data set: --data DIR.`)
  const { readDataset } = await import('@trifold/model')
  const { withFixedSplit } = await import('@trifold/experiments')
  const dataset = withFixedSplit(await readDataset(userPath(dir)))
  return {
    dataset,
    bases: experiment.basesFor(dataset),
    start: (input: ExperimentInput) => experiment.run({ ...input, dataset }),
  }
}

function basesOf(text: string, known: readonly RecommenderName[]): RecommenderName[] {
  return text.split(',').map((word) => {
    const base = known.find((one) => one === word.trim())
    if (!base) throw new UserFacingError(`--base ${word}: there is no such recommender; known are ${known.join(', ')}.`)
    return base
  })
}

/** Prints a line when a run starts, at every tenth epoch, and for a run that was finished before. */
function showOn(stream: NodeJS.WriteStream): (progress: RunnerProgress) => void {
  return ({ label, done, total, epoch, reused }) => {
    if (epoch && epoch.epoch % 10 !== 0) return
    const what = reused ? 'found finished' : epoch ? epochLine(epoch) : ''
    stream.write(`[${done}/${total}] ${label}${what && `: ${what}`}\n`)
  }
}
