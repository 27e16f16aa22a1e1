import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { type Breadth, groupOf, keyOf, slugOf, TARGETS } from './plan.ts'
import { type GroupResult, markdown, percentOf, summarize, totalOf } from './report.ts'
import { mutate } from './stryker.ts'

interface Flags {
  readonly files: readonly string[]
  readonly sample: number
  readonly seed: number
  readonly tests: Breadth
  readonly concurrency: number
  readonly out: string
  readonly fresh: boolean
  readonly least?: number
}

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const finishedSchema = z.object({ key: z.string(), result: z.unknown() })

const HELP = `
Each target is one run. A run that finished is not repeated until its sources or the options change, so an interrupted
command continues with the next target. Written are OUT/mutation.json and OUT/mutation.md.

Examples:
  npm run mutation -- --files packages/catalog/src/registry/gate.ts
  npm run mutation -- --sample 0.3 --seed 1
  npm run mutation -- --files packages/model/src/evaluate --tests package`

const program = new Command('mutation')
  .description(
    'Change the source in small ways, one at a time, and count the changes that no test notices (StrykerJS).',
  )
  .option('--files <paths...>', 'files or folders to mutate', [...TARGETS])
  .option('--sample <share>', 'share of the statements to mutate, from 0 to 1', shareOf, 1)
  .option('--seed <number>', 'decides which statements are in the sample', wholeFrom(0), 1)
  .addOption(
    new Option('--tests <which>', 'tests to run: those beside the source, or all of its package (slow)')
      .choices(['folder', 'package'])
      .default('folder'),
  )
  .option('--concurrency <number>', 'processes that run tests', wholeFrom(1), 2)
  .option('--least <percent>', 'exit with 1 if the score of all targets is lower', percent)
  .option('--out <dir>', 'folder for the reports, inside the clone', '.mutation')
  .option('--fresh', 'repeat finished runs', false)
  .addHelpText('after', HELP)
  .action(main)

async function main({ files, sample, seed, tests, concurrency, out, fresh, least }: Flags): Promise<void> {
  const results: GroupResult[] = []
  for (const target of files.map((file) => file.replace(/\/+$/, ''))) {
    const group = groupOf(ROOT, target, tests)
    const key = keyOf(ROOT, group, { sample, seed })
    const file = join(ROOT, out, `${slugOf(target)}.json`)
    const finished = fresh ? undefined : readFinished(file, key)
    if (finished) console.log(`${target}: finished before.`)
    const result =
      finished ?? summarize(target, await mutate(group, { root: ROOT, out, share: sample, seed, concurrency }))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify({ key, result }, null, 2))
    results.push(result)
    console.log(`${target}: ${percentOf(totalOf(target, result.files)).toFixed(1)} %`)
  }
  const options = [`--sample ${sample} --seed ${seed}`, `--tests ${tests}`]
  const chosen =
    files.length === TARGETS.length && files.every((file, n) => file === TARGETS[n]) ? [] : ['--files', ...files]
  const command = ['npm run mutation --', ...chosen, ...options].join(' ')
  writeFileSync(join(ROOT, out, 'mutation.json'), JSON.stringify({ command, results }, null, 2))
  writeFileSync(join(ROOT, out, 'mutation.md'), markdown(results, command))
  const score = percentOf(
    totalOf(
      'all',
      results.flatMap((result) => result.files),
    ),
  )
  console.log(`\nAll: ${score.toFixed(1)} %. Survivors: ${join(out, 'mutation.md')}`)
  if (least !== undefined && score < least) process.exitCode = 1
}

function readFinished(file: string, key: string): GroupResult | undefined {
  if (!existsSync(file)) return undefined
  const parsed = finishedSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return parsed.success && parsed.data.key === key ? (parsed.data.result as GroupResult) : undefined
}

function shareOf(text: string): number {
  const share = Number(text)
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError('It must be a number above 0 and up to 1.')
  return share
}

function percent(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 100)) throw new InvalidArgumentError('It must be from 0 to 100.')
  return value
}

function wholeFrom(least: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} on.`)
    }
    return Number(text)
  }
}

await program.parseAsync().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
