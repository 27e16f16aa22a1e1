import { Command } from 'commander'
import { UserFacingError } from '@trifold/model/errors'
import { MODEL_HELP, type ModelFlags, modelOptions, withModel } from '../saved-models/index.ts'
import { wholeNumber } from '../terminal/index.ts'

interface Flags extends ModelFlags {
  readonly item: string
  readonly top: number
  readonly json: boolean
}

const HELP = `
The similarity of two items is the cosine of everything by which the model tells items apart: ids, features and graphs.

Examples:
  npm run trifold -- similar --model ./my-model --item 42
  npm run trifold -- similar --production --item SKU-0042 --top 5 --json`

export function similarCommand(): Command {
  return modelOptions(new Command('similar'))
    .description('List the items that a trained model finds most similar to one.')
    .requiredOption('--item <id>', 'external id of the item')
    .option('--top <number>', 'how many items', wholeNumber(1, 10_000), 20)
    .option('--json', 'print the result as one JSON object', false)
    .addHelpText('after', HELP + MODEL_HELP)
    .action(run)
}

async function run(flags: Flags): Promise<void> {
  const { item: id, top, json } = flags
  await withModel(flags, async ({ model, name }) => {
    const item = model.items.indexOf(id)
    if (item === undefined)
      throw new UserFacingError(`${name}: the model does not know the item ${JSON.stringify(id)}.`)
    const similar = model
      .similarItems(item, top)
      .map(({ item, score }) => ({ item: model.items.idOf(item), similarity: score }))
    process.stdout.write(`${json ? JSON.stringify({ item: id, similar }) : table(similar)}\n`)
  })
}

function table(similar: readonly { readonly item: string; readonly similarity: number }[]): string {
  const width = Math.max('item'.length, ...similar.map(({ item }) => item.length))
  return [
    `rank  ${'item'.padEnd(width)}  similarity`,
    ...similar.map(({ item, similarity }, n) => {
      return `${String(n + 1).padStart(4)}  ${item.padEnd(width)}  ${similarity.toFixed(4).padStart(10)}`
    }),
  ].join('\n')
}
