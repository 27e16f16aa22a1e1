import { Command, Option } from 'commander'
import { userPath } from '@trifold/environment'
import { BASE_NAMES } from '@trifold/model/bases'
import { BASELINE_NAMES } from '@trifold/model/baselines'
import { compareBaselines, comparisonTable } from '../baselines/index.ts'
import {
  checkpointIn,
  collect,
  featuresOption,
  type FitFlags,
  metricsTable,
  nameOf,
  positiveRatingOption,
  type Precision,
  settingsOf,
  trainingProgress,
  unreadInputs,
} from '../fit/index.ts'
import { interruptible, terminalProgress } from '../terminal/index.ts'

interface Flags extends FitFlags {
  readonly data: string
  readonly features: Precision
  readonly positiveRating?: number
  readonly out?: string
  readonly backend?: string
  readonly checkpoint?: string
  readonly baselines: boolean
  readonly json: boolean
}

const BASE_HELP = `base recommender, or a baseline in closed form: ${BASELINE_NAMES.join(', ')}`

const EXAMPLE = `
Example:
  npm run trifold -- fit --data ./my-shop --mrdib --out ./my-model

With --checkpoint, an interrupted training continues when the same command is given again. Its result is the same as
without the interruption. The checkpoint is removed at the end.

The data folder holds one NAME.inter (tab-separated: userID itemID [rating timestamp x_label]). Beside it are any number
of MODALITY_feat.npy (row = itemID), or of neighbour graphs: MODALITY_knn10_idx.npy with MODALITY_knn10_cos.npy.
Progress goes to standard error, the result to standard output.

Beside the result stand popularity, item-knn and ease at their defaults, on the same split. item-knn is skipped above
20,000 items and ease above 10,000, because both keep a weight for every pair of items.`

export function fitCommand(): Command {
  return new Command('fit')
    .description('Train a recommender on a folder of interactions and features, and evaluate it. Needs no database.')
    .requiredOption('--data <dir>', 'the data set')
    .addOption(new Option('--base <name>', BASE_HELP).choices([...BASE_NAMES, ...BASELINE_NAMES]).default('vbpr'))
    .option('--mrdib', 'attach MRdIB to it: bottleneck, unique, redundant and synergy terms', false)
    .option('--seed <number>', 'seed of every random draw (default: 1)')
    .option('--epochs <number>', 'largest number of passes over the training data (default: 200)')
    .option('--set <name=value>', 'any other setting, e.g. learningRate=0.0005; may be repeated', collect, [])
    .addOption(featuresOption('keep features'))
    .addOption(positiveRatingOption())
    .option('--out <dir>', 'save the model in this folder')
    .option(
      '--checkpoint <dir>',
      'save the state of training here after each epoch; the same command then continues from it',
    )
    .option('--backend <name>', 'backend that computes (default: the best that works here)')
    .option('--no-baselines', 'do not compute popularity, item-knn and ease for comparison')
    .option('--json', 'print the result as one JSON object, the last line of standard output', false)
    .addHelpText('after', EXAMPLE)
    .action((flags: Flags) => interruptible((signal) => run(flags, signal)))
}

async function run(flags: Flags, signal: AbortSignal): Promise<void> {
  const { fit, readDataset, removeCheckpoint, save, selectBackend } = await import('@trifold/model')
  const settings = await settingsOf(flags)
  const dataset = await readDataset(userPath(flags.data), {
    precision: flags.features,
    positiveRating: flags.positiveRating,
  })
  const backend = await selectBackend(flags.backend)
  process.stderr.write(`Computing on ${backend.line}\n`)
  for (const sentence of await unreadInputs(dataset, settings)) process.stderr.write(`${sentence}\n`)
  const progress = trainingProgress(process.stderr, terminalProgress)
  const checkpoint = flags.checkpoint === undefined ? undefined : checkpointIn(flags.checkpoint)
  try {
    const options = {
      signal,
      backend: backend.name,
      onProgress: progress.epoch,
      onSolving: progress.solving,
      checkpoint: checkpoint?.options,
    }
    const { model, report } = await fit(dataset, settings, options)
    progress.stop()
    if (flags.out !== undefined) {
      const { checksum } = await save(model, userPath(flags.out))
      process.stderr.write(`Model saved in ${flags.out} (SHA-256 ${checksum})\n`)
    }
    if (report.warning) process.stderr.write(`${report.warning}\n`)
    const { config } = model.manifest
    const baselines = flags.baselines
      ? await compareBaselines(dataset, { config, backend: backend.name, progress: terminalProgress, signal })
      : []
    const table = () =>
      baselines.length === 0
        ? metricsTable(report)
        : `${metricsTable(report)}\n\n${comparisonTable({ ...report, name: nameOf(report) }, baselines)}`
    process.stdout.write(`${flags.json ? JSON.stringify({ ...report, baselines }) : table()}\n`)
    if (checkpoint) await removeCheckpoint(checkpoint.options.dir)
  } catch (error) {
    progress.stop()
    if (signal.aborted) process.stderr.write(checkpoint?.interruptedNote() ?? '')
    throw error
  } finally {
    progress.stop()
  }
}
