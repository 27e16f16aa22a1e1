import { Command, Option } from 'commander'
import { UserFacingError } from '@trifold/model/errors'
import { explanationBars } from '../explain/bars.ts'
import { readPairs } from '../explain/pairs.ts'
import { userPath } from '../user-path.ts'

interface Flags {
  readonly model: string
  readonly pairs: string
  readonly reading?: 'observational' | 'interventional'
  readonly json: boolean
}

const EXAMPLE = `
Example:
  printf 'userID\\titemID\\n17\\t42\\n' > pairs.tsv
  npm run trifold -- explain --model ./my-model --pairs pairs.tsv

baseline + collaborative + the parts = score; differences read as nats of preference.`

export function explainCommand(): Command {
  return new Command('explain')
    .description('Say why a trained model scores pairs of users and items as it does, part by part.')
    .requiredOption('--model <dir>', 'a model that `fit --out` kept')
    .requiredOption('--pairs <file>', 'tab-separated pairs with the columns userID and itemID')
    .addOption(
      new Option(
        '--reading <kind>',
        'what a modality alone carries, or what the served score makes of it alone (default: the first the model has)',
      ).choices(['observational', 'interventional']),
    )
    .option('--json', 'print one JSON object a line', false)
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run(flags: Flags): Promise<void> {
  const { load } = await import('@trifold/model')
  const pairs = await readPairs(userPath(flags.pairs))
  const model = await load(userPath(flags.model))
  // every id is looked up before the first line is printed
  const indexes = pairs.map(({ line, user, item }) => {
    const unknown = (what: string, id: string) =>
      new UserFacingError(`${flags.pairs}, line ${line}: the model does not know the ${what} ${JSON.stringify(id)}.`)
    const known = { user: model.users.indexOf(user), item: model.items.indexOf(item) }
    if (known.user === undefined) throw unknown('user', user)
    if (known.item === undefined) throw unknown('item', item)
    return { user: known.user, item: known.item }
  })
  const [reading, lacking] = [
    flags.reading ?? model.readings[0],
    flags.reading && !model.readings.includes(flags.reading),
  ]
  if (lacking) throw new UserFacingError(`${flags.model}: this model has only the ${model.readings.join()} reading.`)
  const lines = pairs.map(({ user, item }, n) => {
    const [explanation] = model.explain(indexes[n].user, [indexes[n].item], { reading })
    return flags.json
      ? JSON.stringify({ user, item, reading, ...explanation })
      : `${explanationBars(user, item, explanation)}\n`
  })
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`)
}
