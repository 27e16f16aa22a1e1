import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Dataset, fingerprint } from '@trifold/model/internals'
import { fileError } from '@trifold/model/errors'
import type { Experiment, Outcome, Table } from './experiment.ts'
import { describeMachine } from './machine.ts'

export interface Written {
  /** The markdown, which is also in the folder. */
  readonly markdown: string
  readonly files: readonly string[]
}

/** Writes NAME.json, NAME.md and NAME.svg, with the command, data and machine that made them. */
export async function writeOutcome(
  dir: string,
  experiment: Experiment,
  outcome: Outcome,
  about: {
    readonly dataset?: Dataset
    readonly seeds: readonly number[]
    readonly command: string
    readonly trifold: string
  },
): Promise<Written> {
  const { name } = experiment
  const machine = describeMachine()
  const { dataset, seeds, command, trifold } = about
  const data = dataset && { name: dataset.name, fingerprint: fingerprint(dataset) }
  const markdown = [
    data ? `# ${name}: ${data.name}` : `# ${name}`,
    '',
    experiment.summary,
    '',
    ...outcome.tables.flatMap(tableLines),
    ...(outcome.sections ?? []).flatMap(({ title, text }) => [`## ${title}`, '', text, '']),
    `![${experiment.summary}](${name}.svg)`,
    '',
    `Command: \`${command}\`. ${data ? `Data fingerprint ${data.fingerprint.slice(0, 16)}, seeds` : 'Seeds'} ${seeds.join(', ')}, Trifold ${trifold}, ` +
      `Node ${machine.node.slice(1)}, ${machine.cores} cores (${machine.model}, ${machine.instructions}), ${machine.memoryGiB} GiB.`,
    '',
  ].join('\n')
  const json = {
    experiment: name,
    dataset: data,
    seeds,
    command,
    trifold,
    machine,
    createdAt: new Date().toISOString(),
    tables: outcome.tables,
    data: outcome.data,
  }
  const files = {
    [`${name}.json`]: `${JSON.stringify(json, null, 1)}\n`,
    [`${name}.md`]: markdown,
    [`${name}.svg`]: outcome.plot,
    ...Object.fromEntries(Object.entries(outcome.files ?? {}).map(([end, content]) => [`${name}.${end}`, content])),
  }
  try {
    await mkdir(dir, { recursive: true })
    for (const [file, content] of Object.entries(files)) await writeFile(join(dir, file), content)
  } catch (error) {
    throw fileError(dir, error)
  }
  return { markdown, files: Object.keys(files).map((file) => join(dir, file)) }
}

function tableLines({ title, columns, rows, notes }: Table): string[] {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [
    `## ${title}`,
    '',
    row(columns),
    row(columns.map((_, n) => (n === 0 ? ':--' : '--:'))),
    ...rows.map(row),
    '',
    ...notes.flatMap((note) => [note, '']),
  ]
}
