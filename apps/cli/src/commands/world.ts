import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { userPath } from '@trifold/environment'
import { createWorld, WORLD_KINDS, writeDataset, type WorldKind } from '@trifold/model/data'
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
  unique    half of the shoppers go by the image, half by the text
  copy      image and text say the same
  xor       only the combination says anything
  and       both must please
  mixed     a quarter each: image, text, what both show, a combination
  shuffled  the copy world with texts handed to other items`

export function worldCommand(): Command {
  return new Command('world')
    .description("Write a synthetic data set whose shoppers' reasons are known, with the truth beside it.")
    .addOption(new Option('--kind <kind>', 'what drives the shoppers').choices(WORLD_KINDS).makeOptionMandatory())
    .requiredOption('--out <dir>', 'folder to write: world-KIND.inter, the features and truth.json')
    .option('--users <number>', 'shoppers', wholeNumber(1, 10_000_000), 1500)
    .option('--items <number>', 'items, a fifth of them held out of training', wholeNumber(10, 10_000_000), 1000)
    .option('--seed <number>', 'decides every random draw', wholeNumber(0, 2 ** 31), 1)
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
    `${dataset.name}: ${options.users} users, ${options.items} items, ${length} interactions in ${out}; truth.json says why.\n`,
  )
}
