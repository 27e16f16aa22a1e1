import { Command } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import {
  backendsCommand,
  blendCommand,
  evaluateCommand,
  experimentCommand,
  explainCommand,
  fitCommand,
  importCommand,
  keysCommand,
  publishCommand,
  recommendCommand,
  seedCommand,
  similarCommand,
  startCommand,
  trainCommand,
  worldCommand,
} from './commands/index.ts'

/** The `trifold` command with all its subcommands. */
export function trifold(): Command {
  return new Command('trifold')
    .description('Trifold: recommendations that explain themselves in unique, redundant and synergy parts.')
    .version(packageJson.version, '-v, --version', 'print the version')
    .showHelpAfterError('(--help lists the options)')
    .addCommand(startCommand())
    .addCommand(importCommand())
    .addCommand(seedCommand())
    .addCommand(keysCommand())
    .addCommand(trainCommand())
    .addCommand(fitCommand())
    .addCommand(blendCommand())
    .addCommand(publishCommand())
    .addCommand(experimentCommand())
    .addCommand(recommendCommand())
    .addCommand(similarCommand())
    .addCommand(evaluateCommand())
    .addCommand(explainCommand())
    .addCommand(worldCommand())
    .addCommand(backendsCommand())
}
