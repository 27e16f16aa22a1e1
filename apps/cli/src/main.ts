import { Command } from 'commander'
import { UserFacingError } from '@trifold/model/errors'
import { backendsCommand } from './commands/backends.ts'
import { blendCommand } from './commands/blend.ts'
import { experimentCommand } from './commands/experiment.ts'
import { explainCommand } from './commands/explain.ts'
import { fitCommand } from './commands/fit.ts'
import { importCommand } from './commands/import.ts'
import { keysCommand } from './commands/keys.ts'
import { seedCommand } from './commands/seed.ts'
import { startCommand } from './commands/start.ts'
import { worldCommand } from './commands/world.ts'

const program = new Command('trifold')
  .description('Trifold: recommendations that explain themselves in unique, redundant and synergy parts.')
  .showHelpAfterError('(add --help for what is possible)')
  .addCommand(startCommand())
  .addCommand(importCommand())
  .addCommand(seedCommand())
  .addCommand(keysCommand())
  .addCommand(fitCommand())
  .addCommand(blendCommand())
  .addCommand(experimentCommand())
  .addCommand(explainCommand())
  .addCommand(worldCommand())
  .addCommand(backendsCommand())

try {
  await program.parseAsync()
} catch (error) {
  console.error(sentenceOf(error))
  process.exit(1)
}

/** Expected faults are one sentence already; an unexpected one keeps its stack for those who ask. */
function sentenceOf(error: unknown): string {
  if (error instanceof UserFacingError) return error.message
  if (process.env.TRIFOLD_DEBUG && error instanceof Error) return error.stack ?? error.message
  const message = error instanceof Error ? error.message : String(error)
  return `Something went wrong that should not: ${message} (TRIFOLD_DEBUG=1 shows where).`
}
