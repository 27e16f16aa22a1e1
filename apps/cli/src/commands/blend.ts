import { Command } from 'commander'
import { userPath } from '@trifold/environment'
import { featuresOption, metricsTable, positiveRatingOption, type Precision } from '../fit/index.ts'

interface Flags {
  readonly data: string
  readonly features: Precision
  readonly positiveRating?: number
  readonly out?: string
  readonly json: boolean
}

const EXAMPLE = `
Example:
  npm run trifold -- fit --data ./my-shop --base freedom --out ./freedom
  npm run trifold -- fit --data ./my-shop --base ease --out ./ease
  npm run trifold -- blend ./freedom ./ease --data ./my-shop --out ./blend

The score of each model is divided by its spread. The weights are those with the best NDCG@20 on validation.
\`trifold publish\` publishes a blend like any model. The heaviest member that reads modalities gives the parts of an explanation. What
the other members add counts as collaborative. A blend cannot take in new users: they need the next training.`

export function blendCommand(): Command {
  return new Command('blend')
    .description('Make one model of several that were trained on the same data.')
    .argument('<models...>', 'folders that `fit --out` wrote')
    .requiredOption('--data <dir>', 'the data set they were trained on')
    .addOption(featuresOption('as in the training of the models, keep features'))
    .addOption(positiveRatingOption())
    .option('--out <dir>', 'save the blend in this folder')
    .option('--json', 'print shares and result as one JSON object, the last line of standard output', false)
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run(models: string[], flags: Flags): Promise<void> {
  const { blend, load, readDataset, save } = await import('@trifold/model')
  const dataset = await readDataset(userPath(flags.data), {
    precision: flags.features,
    positiveRating: flags.positiveRating,
  })
  const members = []
  for (const dir of models) members.push(await load(userPath(dir)))
  process.stderr.write(`Choosing the weights of ${members.length} models on validation ...\n`)
  const model = blend(dataset, members)
  const { report, members: shares = [] } = model.manifest
  if (flags.out !== undefined) {
    const { checksum } = await save(model, userPath(flags.out))
    process.stderr.write(`Blend saved in ${flags.out} (SHA-256 ${checksum})\n`)
  }
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ ...report, members: shares })}\n`)
    return
  }
  const lines = shares.map(({ base, mrdib, seed, share }) => {
    return `  ${(100 * share).toFixed(1).padStart(5)} %  ${base}${mrdib ? ' with MRdIB' : ''}, seed ${seed}`
  })
  process.stdout.write(`${lines.join('\n')}\n${metricsTable(report)}\n`)
}
