import { Command, Option } from 'commander'
import { userPath } from '@trifold/environment'
import type { ItemMask, Recommender } from '@trifold/model'
import { UserFacingError } from '@trifold/model/errors'
import type { Session } from '../catalog/index.ts'
import {
  LIST_FORMATS,
  listFormat,
  type ListFormat,
  openListWriter,
  rankedLists,
  readUserList,
  usersOf,
} from '../recommend/index.ts'
import {
  MODEL_HELP,
  type ModelFlags,
  modelOptions,
  type OpenModel,
  seenInCatalog,
  seenInDataset,
  seenInTraining,
  type SeenItems,
  withModel,
} from '../saved-models/index.ts'
import { terminalProgress, wholeNumber } from '../terminal/index.ts'

interface Flags extends ModelFlags {
  readonly users?: string
  readonly skipUnknown: boolean
  readonly top: number
  readonly out?: string
  readonly format?: ListFormat
  readonly explain: boolean
  readonly includeSeen: boolean
  readonly data?: string
}

const HELP = `
Left out of the list of a user (unless --include-seen):
  --production  what the user has had to do with in the catalog: all interactions, of any type
  --data DIR    what the user has had to do with in this data set: training, validation and test part
  else          the training interactions, which models with ease or item-knn keep; for all other models --data is needed
With --production, items that are hidden, sold out or deleted are left out too.

Output:
  .csv, .parquet  one row an entry: user, rank, item, score; with --explain also baseline, collaborative,
                  unique_MODALITY, redundant, synergy, which add up to the score
  .jsonl          one object a user: {"user": "17", "items": [{"item": "42", "score": 1.5, "parts": {...}}]}
The file gets its name when it is complete. Until then it is NAME.part, which an error or Ctrl-C removes.
Without --out the lists go to standard output (csv, or --format jsonl). Progress goes to standard error.

Examples:
  npm run trifold -- recommend --model ./my-model --data ./my-shop --out lists.csv
  npm run trifold -- recommend --production --users users.txt --top 10 --explain --format jsonl`

export function recommendCommand(): Command {
  return modelOptions(new Command('recommend'))
    .description('Write the recommendation lists of all users, or of some, with scores and their parts.')
    .option('--users <file>', 'external ids, one a line (default: all users of the model)')
    .option('--skip-unknown', 'leave out users of the file that the model does not know, instead of stopping', false)
    .option('--top <number>', 'length of a list', wholeNumber(1, 10_000), 20)
    .option('--out <file>', 'write a .csv, .jsonl or .parquet file (default: standard output)')
    .addOption(new Option('--format <name>', 'format, where the name of the file does not say').choices(LIST_FORMATS))
    .option('--explain', 'write the parts of each score', false)
    .addOption(
      new Option('--exclude-seen', 'leave out what a user has seen; see below (default)').conflicts('includeSeen'),
    )
    .option('--include-seen', 'recommend also what a user has seen', false)
    .option('--data <dir>', 'data set whose interactions are what users have seen')
    .addHelpText('after', HELP + MODEL_HELP)
    .action(run)
}

async function run(flags: Flags): Promise<void> {
  const format = listFormat(flags.out, flags.format)
  const named = flags.users === undefined ? undefined : await readUserList(userPath(flags.users))
  await withModel(flags, async (open) => {
    const { model, catalog, signal } = open
    const users = named ? await knownUsers(model, named, flags) : [...model.users.ids.keys()]
    const seen = flags.includeSeen ? null : await seenItems(open, flags)
    const allow = catalog && (await availableItems(model, catalog.pool))
    const modalities = flags.explain ? model.factors.modalities.map(({ name }) => name) : undefined
    const path = flags.out === undefined ? undefined : userPath(flags.out)
    const writer = await openListWriter({ format, path, modalities })
    const bar = terminalProgress.start('Recommending', users.length)
    const start = performance.now()
    let done = 0
    try {
      const { top, explain } = flags
      for await (const lists of rankedLists(model, users, { top, seen, allow, explain, signal })) {
        await writer.write(lists)
        bar.update((done += lists.length))
      }
      await writer.end()
    } catch (error) {
      await writer.discard()
      if (isClosedPipe(error)) return // the reader, such as `head`, has enough
      throw error
    } finally {
      bar.stop()
    }
    const seconds = (performance.now() - start) / 1000
    process.stderr.write(
      `${count(done)} lists of up to ${flags.top} items in ${seconds.toFixed(2)} s (${count(done / seconds)} a second)` +
        `${seen ? `, without ${seen.source}` : ''}${flags.out === undefined ? '' : `, in ${flags.out}`}\n`,
    )
  })
}

async function knownUsers(model: Recommender, lines: readonly string[], { users: file, skipUnknown }: Flags) {
  const { indexes, unknown } = usersOf(model, lines)
  const [first] = unknown
  if (!first) return indexes
  const others = unknown.length > 1 ? `, nor ${count(unknown.length - 1)} more users of the file` : ''
  const sentence = `${file}, line ${first.line}: the model does not know the user ${JSON.stringify(first.user)}${others}`
  if (!skipUnknown) throw new UserFacingError(`${sentence}; --skip-unknown leaves them out.`)
  for (const { line, user } of unknown) {
    process.stderr.write(`${file}, line ${line}: the model does not know the user ${JSON.stringify(user)}; left out.\n`)
  }
  return indexes
}

async function seenItems({ model, name, catalog }: OpenModel, { data }: Flags): Promise<SeenItems> {
  if (data !== undefined) {
    const { readDataset } = await import('@trifold/model')
    return seenInDataset(model, await readDataset(userPath(data)), data)
  }
  if (catalog) return seenInCatalog(model, catalog.pool)
  const kept = seenInTraining(model)
  if (kept) return kept
  throw new UserFacingError(
    `${name}: a model of ${model.manifest.report.base} keeps no interactions, so it is not known what users have seen; ` +
      'give the data set with --data DIR, or --include-seen.',
  )
}

/** The items that the API may show. */
async function availableItems({ items }: Recommender, pool: Session['pool']): Promise<ItemMask> {
  const { ItemMask } = await import('@trifold/model')
  const { rows } = await pool.query<[string]>({
    text: 'SELECT external_id FROM items WHERE is_available AND (stock IS NULL OR stock > 0)',
    rowMode: 'array',
  })
  return ItemMask.of(
    items.size,
    rows.flatMap(([id]) => items.indexOf(id) ?? []),
  )
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

const count = (value: number) => Math.round(value).toLocaleString('en-US')
