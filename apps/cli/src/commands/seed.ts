import { Command } from 'commander'
import { DATABASE_HELP, describeLoad, withCatalog, withLoadProgress } from '../catalog/index.ts'
import { terminalProgress } from '../terminal/index.ts'

export function seedCommand(): Command {
  return new Command('seed')
    .description('Fill an empty catalog with the demo shop and its simulated shoppers. A second run changes nothing.')
    .addHelpText('after', DATABASE_HELP)
    .action(async () => {
      const { seedDemo } = await import('@trifold/demo')
      const summary = await withCatalog(({ pool }) =>
        withLoadProgress('Seeding the demo shop', terminalProgress, (onProgress) => seedDemo(pool, { onProgress })),
      )
      console.log(summary.items > 0 ? `Seeded ${describeLoad(summary)}.` : 'The demo shop is there already.')
    })
}
