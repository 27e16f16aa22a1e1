import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { machine } from '../machine.ts'
import { run } from '../run.ts'
import { wholeNumber } from '../whole-number.ts'
import { writeEventsCsv, writeEventsParquet } from './generate.ts'
import { plotImports } from './plot.ts'

/** One import, measured from the inside of its process. */
export interface ImportRun {
  readonly recorded: number
  /** From the first look at the file to the commit. */
  readonly seconds: number
  /** Of our process, and of the database's. */
  readonly cpuSeconds: number
  readonly databaseCpuSeconds: number
  /** Resident before and at the most. */
  readonly baseMiB: number
  readonly peakMiB: number
}

export interface MeasuredImport extends ImportRun {
  readonly source: string
  readonly events: number
  readonly fileMiB: number
}

interface Options {
  readonly sizes: string
  readonly format: 'parquet' | 'csv' | 'both'
  readonly movielens?: string
  readonly out?: string
}

export function importCommand(): Command {
  return new Command('import')
    .description('Seconds and memory of importing events into an empty catalog, by their number.')
    .option('--sizes <n,...>', 'numbers of events', '10000,100000,1000000')
    .addOption(
      new Option('--format <format>', 'of the generated files').choices(['parquet', 'csv', 'both']).default('both'),
    )
    .option('--movielens <folder>', 'also import the interactions of this ml-100k folder as CSV with ids of letters')
    .option('--out <folder>', 'also write import.md, import.json and import.svg there')
    .action(importBench)
}

async function importBench({ sizes, format, movielens, out }: Options): Promise<void> {
  const counts = sizes.split(',').map((size) => wholeNumber('sizes', size.trim()))
  const { cores, model, memoryGiB, node, load } = machine()
  const folder = await mkdtemp(join(tmpdir(), 'trifold-bench-import-'))
  const results: MeasuredImport[] = []
  try {
    if (movielens !== undefined) {
      const file = join(folder, 'ml-100k.csv')
      const events = await writeMovieLensCsv(resolve(movielens), file)
      results.push(await measure('ml-100k, CSV', file, events))
    }
    for (const events of counts) {
      for (const each of format === 'both' ? (['csv', 'parquet'] as const) : [format]) {
        const file = join(folder, `events.${each}`)
        if (each === 'csv') await writeEventsCsv(file, events)
        else writeEventsParquet(file, events)
        results.push(await measure(each === 'csv' ? 'CSV' : 'Parquet', file, events))
        await rm(file)
      }
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  const command = `npm run bench -- import --sizes ${sizes} --format ${format}${movielens === undefined ? '' : ' --movielens DIR'}`
  const about = `Command: \`${command}\`. ${cores} cores (${model}), ${memoryGiB} GiB, Node ${node.slice(1)}, load ${load.toFixed(1)} at the start.`
  const text = report(results, about)
  console.log(text)
  if (out === undefined) return
  await mkdir(out, { recursive: true })
  await writeFile(join(out, 'import.md'), text)
  await writeFile(join(out, 'import.json'), `${JSON.stringify({ command, results }, undefined, 2)}\n`)
  await writeFile(join(out, 'import.svg'), plotImports(results))
}

async function measure(source: string, file: string, events: number): Promise<MeasuredImport> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trifold-bench-catalog-'))
  await chmod(dataDir, 0o755) // where root runs this, the server's account must get in
  try {
    const worker = fileURLToPath(new URL('worker.ts', import.meta.url))
    const output = await run(process.execPath, ['--max-semi-space-size=4', '--import', 'tsx', worker, file, dataDir])
    const measured = JSON.parse(output.trim().split('\n').pop() ?? '') as ImportRun
    if (measured.recorded > events) throw new Error(`${measured.recorded} events were recorded of ${events}`)
    process.stderr.write(`${source}, ${events}: ${measured.seconds.toFixed(1)} s, ${measured.peakMiB.toFixed(0)} MiB\n`)
    return { source, events, fileMiB: (await stat(file)).size / 2 ** 20, ...measured }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** The `.inter` file as a shop would export it: ids with letters, times as ISO 8601. */
async function writeMovieLensCsv(folder: string, file: string): Promise<number> {
  const [, ...rows] = (await readFile(join(folder, 'ml100k.inter'), 'utf8')).trimEnd().split('\n')
  const lines = rows.map((row) => {
    const [user, item, rating, timestamp] = row.split('\t')
    return `customer-${user},SKU-${item},${rating},${new Date(Number(timestamp) * 1000).toISOString()}`
  })
  await writeFile(file, ['customer_id,sku,rating,date', ...lines].join('\n'))
  return lines.length
}

function report(results: readonly MeasuredImport[], about: string): string {
  return [
    '# Importing events',
    '',
    'Events of a made-up shop, and where given of MovieLens 100K, into an empty catalog in an embedded Postgres: users and ' +
      'items are made on the way, every row is checked, one transaction. Memory is that of the importing process, without ' +
      'the database; the last column is what it had before it read the file. Where other ' +
      'work shares the machine, seconds are inflated, and CPU time is the figure to compare.',
    '',
    '| source | events | file, MiB | seconds | us an event | CPU s, ours | CPU s, database | peak MiB | before |',
    '|:--|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...results.map(
      ({ source, events, fileMiB, seconds, cpuSeconds, databaseCpuSeconds, peakMiB, baseMiB }) =>
        `| ${source} | ${events.toLocaleString('en-US')} | ${fileMiB.toFixed(1)} | ${seconds.toFixed(1)} | ` +
        `${((1e6 * seconds) / events).toFixed(1)} | ${cpuSeconds.toFixed(1)} | ${databaseCpuSeconds.toFixed(1)} | ${peakMiB.toFixed(0)} | ${baseMiB.toFixed(0)} |`,
    ),
    '',
    '![CPU seconds and peak memory by number of events](import.svg)',
    '',
    about,
    '',
  ].join('\n')
}
