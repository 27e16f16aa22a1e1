import { Command } from 'commander'
import { aboutVariable, cliEnvironment, VARIABLE_NAMES } from '@trifold/environment'

export function startCommand(): Command {
  return new Command('start')
    .description('Start everything: database, demo shop, first model, API, worker and storefront. Ctrl-C stops it.')
    .addHelpText('after', () => `\nEnvironment (all of it: docs/configuration.md):\n${variables()}`)
    .action(async () => {
      const environment = cliEnvironment()
      const { launch } = await import('../start/index.ts')
      await launch(environment)
    })
}

/** The variables that the launcher reads, as the documentation describes them. */
function variables(): string {
  const names = VARIABLE_NAMES.filter((name) => {
    const { group, readBy } = aboutVariable(name)
    return group !== 'internal' && readBy.includes('launcher')
  })
  const width = Math.max(...names.map((name) => name.length))
  const lines = names.map((name) => {
    const { description, default: value } = aboutVariable(name)
    return `  ${name.padEnd(width)}  ${description}${value ? `\n${' '.repeat(width + 4)}default: ${value}` : ''}`
  })
  return lines.join('\n').replaceAll('`', '')
}
