import { Command } from 'commander'
import { DATABASE_HELP, withCatalog } from '../catalog.ts'
import { describeLoad, loadProgress } from '../load-report.ts'
import { terminalProgress } from '../progress.ts'

export function seedCommand(): Command {
  return new Command('seed')
    .description('Fill an empty catalog with the demo shop and its simulated shoppers; a second time changes nothing.')
    .addHelpText('after', DATABASE_HELP)
    .action(async () => {
      const { seedDemo } = await import('@trifold/demo')
      const summary = await withCatalog(async ({ pool }) => {
        const bar = loadProgress('Seeding the demo shop', terminalProgress)
        try {
          return await seedDemo(pool, { onProgress: bar.show })
        } finally {
          bar.stop()
        }
      })
      console.log(summary.items > 0 ? `Seeded ${describeLoad(summary)}.` : 'The demo shop is there already.')
    })
}
