import { Command, Option } from 'commander'
import { userPath } from '@trifold/environment'
import { UserFacingError } from '@trifold/model/errors'
import { explanationBars, readPairs } from '../explain/index.ts'

interface Flags {
  readonly model: string
  readonly pairs: string
  readonly mode?: 'observational' | 'interventional'
  readonly json: boolean
}

const EXAMPLE = `
Example:
  printf 'userID\\titemID\\n17\\t42\\n' > pairs.tsv
  npm run trifold -- explain --model ./my-model --pairs pairs.tsv

baseline + collaborative + the parts = score. A difference of scores is a log-odds of preference, in nats.`

export function explainCommand(): Command {
  return new Command('explain')
    .description('Explain the scores of a trained model for pairs of users and items, part by part.')
    .requiredOption('--model <dir>', 'folder of a model, written by `fit --out` or `blend --out`')
    .requiredOption('--pairs <file>', 'tab-separated pairs with the columns userID and itemID')
    .addOption(
      new Option(
        '--mode <mode>',
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
  // Look up every id before the first line is printed.
  const indexes = pairs.map(({ line, user, item }) => {
    const unknown = (what: string, id: string) =>
      new UserFacingError(`${flags.pairs}, line ${line}: the model does not know the ${what} ${JSON.stringify(id)}.`)
    const [userIndex, itemIndex] = [model.users.indexOf(user), model.items.indexOf(item)]
    if (userIndex === undefined) throw unknown('user', user)
    if (itemIndex === undefined) throw unknown('item', item)
    return { user, item, userIndex, itemIndex }
  })
  const mode = flags.mode ?? model.modes[0]
  if (!model.modes.includes(mode)) {
    throw new UserFacingError(`${flags.model}: this model has only the ${model.modes.join()} mode.`)
  }
  const lines = indexes.flatMap(({ user, item, userIndex, itemIndex }) =>
    model
      .explain(userIndex, [itemIndex], { mode })
      .map((explanation) =>
        flags.json
          ? JSON.stringify({ user, item, mode, ...explanation })
          : `${explanationBars(user, item, explanation)}\n`,
      ),
  )
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`)
}
