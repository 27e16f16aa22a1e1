import { Command } from 'commander'
import type { BackendRow } from '@trifold/model/compute'

interface Flags {
  readonly json: boolean
}

const EXAMPLE = `
Examples:
  npm run trifold -- backends
  TRIFOLD_BACKEND=core-wasm npm run trifold -- fit --data ./shop

The first usable backend runs, unless TRIFOLD_BACKEND names another.`

export function backendsCommand(): Command {
  return new Command('backends')
    .description(
      'List the backends that can compute here, with the reason for those that cannot, and their speed (ten seconds).',
    )
    .option('--json', 'print one JSON object a line', false)
    .addHelpText('after', EXAMPLE)
    .action(run)
}

async function run({ json }: Flags): Promise<void> {
  const { reportBackends } = await import('@trifold/model/compute')
  const rows = await reportBackends()
  for (const line of json ? rows.map((row) => JSON.stringify(row)) : table(rows)) console.log(line)
}

/** The rows side by side; times are those of the same small piece of training. */
export function table(rows: readonly BackendRow[]): string[] {
  const timeOf = ({ milliseconds }: BackendRow) => (milliseconds === undefined ? '' : `${milliseconds.toFixed(1)} ms`)
  const width = Math.max(...rows.map(({ name }) => name.length))
  const column = Math.max(...rows.map((row) => timeOf(row).length))
  return rows.map((row) => {
    const detail = row.detail ?? `cannot be used: ${row.why}`
    return `${row.name.padEnd(width)}  ${timeOf(row).padStart(column)}  ${detail}`.trimEnd()
  })
}
