import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { userPath } from '@trifold/environment'
import { createWorld, WORLD_KINDS, type WorldKind } from '@trifold/experiments'
import { writeDataset } from '@trifold/model/data'
import { wholeNumber } from '../terminal/index.ts'

interface Flags {
  readonly kind: WorldKind
  readonly out: string
  readonly users: number
  readonly items: number
  readonly seed: number
}

const KINDS = `
Kinds:
  unique    half of the shoppers choose by the image, half by the text
  copy      image and text carry the same information
  xor       only the combination of both carries information
  and       a shopper likes an item only if both image and text please
  mixed     a quarter of the shoppers each: image, text, shared information, combination
  shuffled  as copy, with the texts moved to other items`

export function worldCommand(): Command {
  return new Command('world')
    .description('Write a synthetic data set whose shoppers choose for known reasons, and those reasons in truth.json.')
    .addOption(new Option('--kind <kind>', 'what the shoppers choose by').choices(WORLD_KINDS).makeOptionMandatory())
    .requiredOption('--out <dir>', 'folder to write: world-KIND.inter, the features and truth.json')
    .option('--users <number>', 'shoppers', wholeNumber(1, 10_000_000), 1500)
    .option('--items <number>', 'items, a fifth of them held out of training', wholeNumber(10, 10_000_000), 1000)
    .option('--seed <number>', 'seed of every random draw', wholeNumber(0, 2 ** 31), 1)
    .addHelpText('after', KINDS)
    .action(run)
}

async function run({ out, ...options }: Flags): Promise<void> {
  const { dataset, truth } = createWorld(options)
  const dir = userPath(out)
  await writeDataset(dataset, dir)
  await writeFile(join(dir, 'truth.json'), `${JSON.stringify(truth)}\n`)
  const { length } = dataset.interactions.users
  process.stdout.write(
    `${dataset.name}: ${options.users} users, ${options.items} items, ${length} interactions in ${out}; truth.json holds the reasons.\n`,
  )
}
