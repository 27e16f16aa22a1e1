import type { ImportOptions, ImportPlan } from '@trifold/catalog'
import { userPath } from '@trifold/environment'
import { UserFacingError } from '@trifold/model/errors'
import { Command, Option } from 'commander'
import { DATABASE_HELP, withCatalog, withLoadProgress } from '../catalog/index.ts'
import {
  confirm,
  describeContents,
  describeFile,
  describeReport,
  IMPORT_HELP,
  parsePairs,
  parseTypes,
} from '../import/index.ts'
import { terminalProgress } from '../terminal/index.ts'

interface Given {
  readonly from?: string
  readonly map?: string[]
  readonly as?: 'items' | 'events' | 'users'
  readonly type?: string[]
  readonly currency?: string
  readonly encoding?: string
  readonly createMissing?: boolean
  readonly replace?: boolean
  readonly yes?: boolean
  readonly skipBad?: string
  readonly dryRun?: boolean
}

const collect = (value: string, before: string[] = []) => [...before, value]

export function importCommand(): Command {
  return new Command('import')
    .description('Bring items, events and users from files into the catalog: all of them or, after an error, none.')
    .argument('[paths...]', 'files, or folders of files')
    .option('--from <path>', 'the same as naming the path without an option')
    .option('--map <column=field>', 'what a column stands for; several times for several columns', collect)
    .addOption(new Option('--as <kind>', 'what the files list').choices(['items', 'events', 'users']))
    .option('--type <type>', 'type of events without one (PURCHASE), or what a word means (wish=LIKE)', collect)
    .option('--currency <code>', 'currency of prices that name none, such as EUR')
    .option('--encoding <name>', 'of text that is not UTF-8, such as windows-1252')
    .option('--create-missing', 'make an entry for items that only events name')
    .option('--skip-bad <file>', 'write rows that cannot be used to this file, as JSON Lines, and go on')
    .option('--dry-run', 'show the mapping, the first rows and every bad row; change nothing')
    .option('--replace', 'remove all that is in the catalog first; asks before it does')
    .option('--yes', 'do not ask')
    .addHelpText('after', IMPORT_HELP + DATABASE_HELP)
    .action(runImport)
}

async function runImport(given: string[], options: Given): Promise<void> {
  const paths = [...given, ...(options.from === undefined ? [] : [options.from])]
  if (paths.length === 0)
    throw new UserFacingError('Name a file or a folder to import: trifold import FILE-or-FOLDER ...')
  const { planImport } = await import('@trifold/catalog')
  const map = parsePairs('--map', options.map ?? [])
  const { encoding, currency, createMissing, replace, dryRun } = options
  const plan = await planImport(
    paths.map((path) => userPath(path)),
    { map, kind: options.as, encoding },
  )
  const skipBad = options.skipBad === undefined ? undefined : userPath(options.skipBad)
  const types = await parseTypes(options.type ?? [])
  const code = currency?.toUpperCase()
  const settings = { map, encoding, currency: code, createMissing, replace, dryRun, skipBad, ...types }
  if (dryRun) await showPlan(plan, settings)
  await load(plan, settings, options.yes === true || dryRun === true)
}

async function load(plan: ImportPlan, settings: ImportOptions, isConfirmed: boolean): Promise<void> {
  const { catalogContents, describeBadRow, importFiles } = await import('@trifold/catalog')
  const { dryRun, replace } = settings
  const started = performance.now()
  const report = await withCatalog(async ({ pool }) => {
    if (replace && !isConfirmed) {
      const contents = await catalogContents(pool)
      const isEmpty = Object.values(contents).every((rows) => rows === 0)
      if (!isEmpty) await confirm(`--replace removes what is in the catalog: ${describeContents(contents)}.`)
    }
    return withLoadProgress(dryRun ? 'Checking' : 'Importing', terminalProgress, (onProgress) =>
      importFiles(pool, plan, { ...settings, onProgress }),
    )
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const [removed, imported] = dryRun ? ['Would have removed', 'Would have imported'] : ['Removed', 'Imported']
  if (report.removed) console.log(`${removed} ${describeContents(report.removed)}.`)
  for (const note of report.notes) console.log(note)
  if (dryRun) for (const bad of report.badRows.first) console.log(describeBadRow(bad))
  if (dryRun && report.badRows.count > 0) process.exitCode = 1
  console.log(`${imported} ${describeReport(report)} (${seconds} s).`)
}

async function showPlan({ files, datasets }: ImportPlan, settings: ImportOptions): Promise<void> {
  const { previewRows } = await import('@trifold/catalog')
  for (const dir of datasets) console.log(`${dir} (a .inter file with numbered users and items, and their features)`)
  for (const file of files) console.log(`${describeFile(file, previewRows(file, settings))}\n`)
}
