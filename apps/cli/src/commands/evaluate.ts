import { Command } from 'commander'
import { userPath } from '@trifold/environment'
import { compareBaselines, comparisonTable } from '../baselines/index.ts'
import { inNumberingOf } from '../evaluate/index.ts'
import { featuresOption, nameOf, type Precision } from '../fit/index.ts'
import { interruptible, terminalProgress } from '../terminal/index.ts'

interface Flags {
  readonly model: string
  readonly data: string
  readonly features: Precision
  readonly baselines: boolean
  readonly json: boolean
}

const HELP = `
The split is the one of the data set: its labels, else by time, else a tenth of each user by the seed of the model. Each
user's training items are left out and all other items are ranked. popularity, item-knn and ease are computed at their
defaults on the training part of the same split; --no-baselines leaves them out. Users and items that the model does not
know are left out for all.

A model that was trained on other data may have been trained on pairs of this test part. The command warns of that.

Example:
  npm run trifold -- evaluate --model ./my-model --data ./my-shop`

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('Evaluate a trained model on a data set, beside popularity, item-knn and ease.')
    .requiredOption('--model <dir>', 'folder of a model, written by `fit --out` or `blend --out`')
    .requiredOption('--data <dir>', 'the data set')
    .addOption(featuresOption('as in the training of the model, keep features'))
    .option('--no-baselines', 'evaluate the model alone')
    .option('--json', 'print the result as one JSON object, the last line of standard output', false)
    .addHelpText('after', HELP)
    .action((flags: Flags) => interruptible((signal) => run(flags, signal)))
}

async function run(flags: Flags, signal: AbortSignal): Promise<void> {
  const { evaluateSplit, fingerprint, load, readDataset } = await import('@trifold/model')
  const model = await load(userPath(flags.model))
  const { manifest } = model
  const given = await readDataset(userPath(flags.data), { precision: flags.features })
  const sameData = fingerprint(given) === manifest.dataset.fingerprint
  const { dataset, leftOut } = inNumberingOf(model, given)
  if (!sameData) {
    process.stderr.write(
      `${flags.model} was trained on other data than ${flags.data}, or with other --features: its training may include ` +
        'pairs of this test part.\n',
    )
  }
  if (leftOut.interactions > 0) {
    process.stderr.write(
      `Left out, because the model does not know them: ${leftOut.users} users and ${leftOut.items} items ` +
        `with ${leftOut.interactions} interactions.\n`,
    )
  }
  const { config } = manifest
  const { seed, evaluationUsers } = config
  const { valid, test } = await evaluateSplit(model.factors, dataset, { seed, evaluationUsers, signal })
  const baselines = flags.baselines
    ? await compareBaselines(dataset, { config, progress: terminalProgress, signal })
    : []
  const { base, mrdib } = manifest.report
  const result = { model: flags.model, data: flags.data, base, mrdib, seed, sameData, leftOut, valid, test, baselines }
  const table = () => comparisonTable({ name: nameOf(manifest.report), valid, test }, baselines)
  process.stdout.write(`${flags.json ? JSON.stringify(result) : table()}\n`)
}
