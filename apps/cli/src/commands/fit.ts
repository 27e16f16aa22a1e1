import { Command, Option } from 'commander'
import { BASE_NAMES } from '@trifold/model/bases'
import { BASELINE_NAMES } from '@trifold/model/baselines'
import { featuresOption, type Precision } from '../features-option.ts'
import { checkpointIn } from '../fit/checkpoint.ts'
import { epochsOn } from '../fit/epochs.ts'
import { metricsTable } from '../fit/metrics-table.ts'
import { settingsOf, type FitFlags } from '../fit/settings.ts'
import { interruptible } from '../interrupt.ts'
import { terminalProgress } from '../progress.ts'
import { userPath } from '../user-path.ts'

interface Flags extends FitFlags {
  readonly data: string
  readonly features: Precision
  readonly out?: string
  readonly backend?: string
  readonly checkpoint?: string
  readonly json: boolean
}

const BASE_HELP = `base recommender, or a reference in closed form: ${BASELINE_NAMES.join(', ')}`

const EXAMPLE = `
Example:
  npm run trifold -- fit --data ./my-shop --mrdib --out ./my-model

An interrupted run given --checkpoint goes on where it was when the same command is given again, and comes to the same
numbers; once the result is there the checkpoint is removed.

The folder holds one NAME.inter (tab-separated: userID itemID [rating timestamp x_label]) and any number of
MODALITY_feat.npy (row = itemID), or of MODALITY_knn10_idx.npy with _cos.npy, its neighbour graph. Progress goes to standard error, the result to standard output.`

export function fitCommand(): Command {
  return new Command('fit')
    .description('Train a recommender on a folder of interactions and features, and evaluate it. Needs no database.')
    .requiredOption('--data <dir>', 'the data set')
    .addOption(new Option('--base <name>', BASE_HELP).choices([...BASE_NAMES, ...BASELINE_NAMES]).default('vbpr'))
    .option('--mrdib', 'attach MRdIB to it: bottleneck, unique, redundant and synergy terms', false)
    .option('--seed <number>', 'decides every random draw (default: 1)')
    .option('--epochs <number>', 'most passes over the training data (default: 200)')
    .option('--set <name=value>', 'any other setting, e.g. learningRate=0.0005; may be repeated', collect, [])
    .addOption(featuresOption('hold features'))
    .option('--out <dir>', 'keep the model in this folder')
    .option(
      '--checkpoint <dir>',
      'keep the state of training here after each epoch; the same command then goes on from it',
    )
    .option('--backend <name>', 'what computes (default: the best that works here)')
    .option('--json', 'print the result as one JSON object, the last line of standard output', false)
    .addHelpText('after', EXAMPLE)
    .action((flags: Flags) => interruptible((signal) => run(flags, signal)))
}

async function run(flags: Flags, signal: AbortSignal): Promise<void> {
  const { fit, readDataset, removeCheckpoint, save, selectBackend } = await import('@trifold/model')
  const settings = await settingsOf(flags)
  const dataset = await readDataset(userPath(flags.data), { precision: flags.features })
  const backend = await selectBackend(flags.backend)
  process.stderr.write(`Computing on ${backend.line}\n`)
  const epochs = epochsOn(process.stderr, terminalProgress)
  const checkpoint = flags.checkpoint === undefined ? undefined : checkpointIn(flags.checkpoint)
  try {
    const options = {
      signal,
      backend: backend.name,
      onProgress: epochs.show,
      onSolving: epochs.solve,
      checkpoint: checkpoint?.options,
    }
    const { model, report } = await fit(dataset, settings, options)
    epochs.stop()
    if (flags.out !== undefined) {
      const { checksum } = await save(model, userPath(flags.out))
      process.stderr.write(`Model kept in ${flags.out} (SHA-256 ${checksum})\n`)
    }
    if (report.warning) process.stderr.write(`${report.warning}\n`)
    process.stdout.write(`${flags.json ? JSON.stringify(report) : metricsTable(report)}\n`)
    if (checkpoint) await removeCheckpoint(checkpoint.options.dir)
  } catch (error) {
    epochs.stop()
    if (signal.aborted) process.stderr.write(checkpoint?.farewell() ?? '')
    throw error
  } finally {
    epochs.stop()
  }
}

function collect(value: string, values: readonly string[]): string[] {
  return [...values, value]
}
